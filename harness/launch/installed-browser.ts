import { notFitError } from '../error.ts';
import { findExecutable } from './find-executable.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const macChrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** How to get one where there is none. */
export const browserAdvice =
  'no Chromium found: install it (Debian: apt-get install chromium; elsewhere: npx playwright install ' +
  'chromium), or set CHROMIUM to its path';

/**
 * Path of a Chromium: what the environment's CHROMIUM names, the system's, else one of `alsoAt`;
 * null when there is none. Throws a `notFit` error when CHROMIUM names no program.
 */
export async function installedBrowser(alsoAt: readonly string[]): Promise<string | null> {
  const place = { cwd: process.cwd(), path: process.env['PATH'] };
  const given = process.env['CHROMIUM'];
  for (const name of given ? [given] : [...names, macChrome, ...alsoAt]) {
    const found = await findExecutable(name, place);
    if (found !== null) return found;
  }
  if (!given) return null;
  throw notFitError(`CHROMIUM is ${given}, but there is no program of that name: mend or unset it`);
}
