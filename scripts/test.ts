/**
 * Runs every compiled `*.test.js` with uvu, and refuses what uvu 0.5.6 lets pass in silence: a
 * pattern that matches no file, a file that forgets `test.run()`, and a test that never reported
 * because a hook threw or something other than an Error was thrown
 * (lukeed/uvu #60, #80, #201, #205, #229). Skipped tests count as failed: nothing passes by not
 * running. A suite that hangs fails when it has had a quarter of an hour, and the next one begins.
 *
 *   npm test [-- pattern]
 *
 * Tests that need SQL share one PostgreSQL (TEST_DATABASE_URL); those that need a browser are given
 * one (CHROMIUM). Ends with `N passed, N failed` alone on a line.
 */
import { fileURLToPath } from 'node:url';
import { parse } from 'uvu/parse';
import { openPostgres } from '../harness/launch/postgres.ts';
import { findBrowser } from './browser.ts';

type Outcome = [errors: string | true, passed: number, skipped: number, total: number];
type Run = () => Promise<Outcome>;
type Entry = [file: string | null, ...runs: Run[]];

const uvu = globalThis as unknown as { UVU_DEFER: 1; UVU_INDEX: number; UVU_QUEUE: Entry[] };
const dist = fileURLToPath(new URL('..', import.meta.url));

/** The longest suites, which profile and gate whole servers, take a quarter of it. */
const patienceMs = 900_000;

const tally = { passed: 0, failed: 0 };
const secondsOf = new Map<string, number>();

const pattern = process.argv[2] ?? '\\.test\\.js$';
const { suites: matching } = await parse(dist, pattern);
const suites = matching.filter(({ name }) => name.endsWith('.test.js'));
if (suites.length === 0) stop(`no test file matches ${pattern}`);

const browser = await findBrowser().catch(stop);
if (browser) process.env['CHROMIUM'] = browser;
const runnable = suites.filter(({ name }) => browser !== null || !name.includes('.browser.test.'));

const databaseUrl = process.env['DATABASE_URL'];
const postgres = await openPostgres({ databaseUrl, cores: null }).catch(stop);
process.env['TEST_DATABASE_URL'] = await postgres.recreateDatabase('test');
try {
  await runSuites();
} finally {
  await postgres.stop();
}
const left = suites.length - runnable.length;
if (left > 0) console.log(`\n${left} files need a browser and were left out`);
console.log(`\nslowest: ${slowest()}`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed > 0 ? 1 : 0);

function stop(reason: unknown): never {
  console.error(`npm test: ${reason instanceof Error ? reason.message : reason}`);
  process.exit(1);
}

async function runSuites(): Promise<void> {
  // uvu reads UVU_DEFER once, on its first import: so that import comes late.
  uvu.UVU_DEFER = 1;
  const { exec } = await import('uvu');
  for (const { name, file } of runnable) {
    const entry: Entry = [name];
    uvu.UVU_INDEX = uvu.UVU_QUEUE.push(entry) - 1;
    await import(file);
    const [, ...runs] = entry;
    if (runs.length === 0) throw new Error(`${name}: test.run() is missing`);
    uvu.UVU_QUEUE[uvu.UVU_INDEX] = [name, ...runs.map((run) => counted(name, run))];
  }
  await exec();
}

function counted(name: string, run: Run): Run {
  return async () => {
    const startedMs = performance.now();
    const outcome = await withinPatience(name, run);
    const [, passed, , total] = outcome;
    tally.passed += passed;
    tally.failed += total - passed;
    secondsOf.set(name, (secondsOf.get(name) ?? 0) + (performance.now() - startedMs) / 1000);
    return outcome;
  };
}

async function withinPatience(name: string, run: Run): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const hung = new Promise<Outcome>((resolve) => {
    const report = `  FAIL  ${name}: not ended within ${patienceMs / 1000} s, one test after those ticked\n`;
    timer = setTimeout(() => resolve([report, 0, 0, 1]), patienceMs);
  });
  const failed = (reason: unknown): Outcome => [`  FAIL  ${name}: ${reason}\n`, 0, 0, 1];
  return Promise.race([run().catch(failed), hung]).finally(() => clearTimeout(timer));
}

function slowest(): string {
  const files = [...secondsOf].sort(([, a], [, b]) => b - a).slice(0, 12);
  return files.map(([name, seconds]) => `${name} ${seconds.toFixed(0)} s`).join(', ');
}
