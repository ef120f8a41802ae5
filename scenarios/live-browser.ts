/** The page that the runtime serves at `/live`, open in a Chromium of its own. */
import { type Browser, chromium, type Page } from 'playwright-core';
import {
  type ArmIo,
  browserAdvice,
  installedBrowser,
  notFitError,
  type Shared,
} from '../harness/index.ts';

export interface LiveBrowser extends Shared {
  /** Resolves once events of the run can come; rejects with what the page says when they can't. */
  follow(token: string, runId: string): Promise<void>;
  /** Resolves with what the page says of a run, in the frame that shows its end. */
  end(runId: string): Promise<{ readonly status: string; readonly events: number }>;
  picture(title: string): Promise<void>;
}

/** Small enough for a report that holds two pictures. */
const viewport = { width: 800, height: 420 };

/** Nothing but the page takes part: no graphics card, no first run, no talk with the outside. */
const flags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Throws a `notFit` error without a Chromium; so does `close` when the page reported an error,
 * whatever the runs came to: nothing that a broken page showed counts.
 */
export async function openLiveBrowser(io: ArmIo): Promise<LiveBrowser> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport });
    const faults = listenForFaults(page);
    const answer = await page.goto(`${io.url}/live`);
    if (answer?.status() !== 200) {
      throw notFitError(`${io.url}/live answered ${answer?.status()}: live-page needs that page`);
    }
    const call = (name: string, ...words: readonly string[]) =>
      page.evaluate(`live.${name}(${words.map((word) => JSON.stringify(word)).join()})`);
    return {
      follow: async (token, runId) => void (await call('follow', token, runId)),
      end: (runId) => call('end', runId) as ReturnType<LiveBrowser['end']>,
      picture: async (title) => io.picture(title, await page.screenshot()),
      close: () => closeBrowser(browser, page, faults, io),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function launchBrowser(): Promise<Browser> {
  const executablePath = await installedBrowser([chromium.executablePath()]);
  if (executablePath === null) throw notFitError(browserAdvice);
  // On signals the generator's process decides. When that ends, by whatever means, its pipe to the
  // browser closes, and the browser ends, too.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  // Chromium's sandbox does not start as root; the page is this repository's own.
  return chromium.launch({ executablePath, args: flags, chromiumSandbox: false, ...signals });
}

function listenForFaults(page: Page): readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('crash', () => faults.push('it crashed'));
  return faults;
}

interface Measured {
  readonly delaysMs: readonly number[];
  readonly longTasksMs: readonly number[];
}

async function closeBrowser(
  browser: Browser,
  page: Page,
  faults: readonly string[],
  io: ArmIo,
): Promise<void> {
  const measured = (await page.evaluate('live.measured').catch(asError)) as Measured | Error;
  await browser.close();
  const [fault] = measured instanceof Error ? [...faults, measured.message] : faults;
  if (measured instanceof Error || fault !== undefined) {
    throw notFitError(
      `the page ${io.url}/live did not work: ${fault}. Open it by hand ` +
        '(tandem serve <variant> --scenario live-page) and mend it',
    );
  }
  for (const ms of measured.delaysMs) io.sample('screen.delay', ms);
  for (const ms of measured.longTasksMs) io.sample('screen.longTask', ms);
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));
