import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { BenchResult } from '../harness/bench/bench-result.ts';

const test = suite('bench');
const program = fileURLToPath(new URL('tandem.js', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));
const harness = new URL('../harness/index.js', import.meta.url).href;
const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-'));
test.after(() => rmSync(folder, { recursive: true }));

/** A folder of somebody else's, whose optimized form does a thousandth of the work. */
writeFileSync(
  join(folder, 'tandem.config.json'),
  JSON.stringify({ variants: {}, benches: ['./sum.mjs', './sums.mjs', './wrong.mjs'] }),
);
const benchOf = (name: string, optimized: string, sizes = '{ many: 100000 }') => `
import { defineBench } from ${JSON.stringify(harness)};
const sum = (n) => { let s = 0; for (let i = 1; i <= n; i++) s += i; return s; };
const formula = (n) => n * (n + 1) / 2;
export const bench = defineBench({
  name: '${name}', title: 'A sum.', counted: 'cpu', grows: 'numbers', sizes: ${sizes},
  open: (n) => ({ forms: { baseline: { call: () => sum(n) }, optimized: { call: () => ${optimized} } } }),
});
`;
writeFileSync(join(folder, 'sum.mjs'), benchOf('sum', 'formula(n)'));
writeFileSync(
  join(folder, 'sums.mjs'),
  benchOf('sums', 'formula(n)', '{ few: 1000, many: 100000 }'),
);
writeFileSync(join(folder, 'wrong.mjs'), benchOf('wrong', '7'));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const bench = (cwd: string, ...options: readonly string[]) =>
  new Promise<Ended>((resolve) => {
    execFile(process.execPath, [program, 'bench', ...options], { cwd }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });

test("somebody's own forms are timed and judged, and limits that are kept end with 0", async () => {
  const limits = ['sum.many.ratio<=0.5', 'sum.many.optimized<=1s'];
  const run = await bench(folder, 'sum', '--limit', ...limits, '--json', '--out', 'bench.md');
  assert.is(run.code, 0, run.stderr);
  const result = JSON.parse(run.stdout) as BenchResult;
  assert.is(result.schema, 'tandem/bench@1');
  assert.equal(
    result.limits.map(({ state }) => state),
    ['kept', 'kept'],
  );
  assert.is(result.benches[0]?.courses[0]?.words, 'faster at many');
  assert.match(run.stderr, /sum at many/);
  const page = readFileSync(join(folder, 'bench.md'), 'utf8');
  assert.match(page, /^## sum$/m);
});

test('an interruption ends it after the round, with what was measured and 130', async () => {
  const child = spawn(process.execPath, [program, 'bench', 'sums', '--json'], { cwd: folder });
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    if (String(chunk).includes('sums at few')) child.kill('SIGINT');
  });
  const [code] = await once(child, 'close');
  assert.is(code, 130);
  const { benches, warnings } = JSON.parse(stdout) as BenchResult;
  assert.equal(warnings, ['Interrupted: 1 of 2 sizes were measured.']);
  assert.is(benches[0]?.sizes.length, 1);
});

test('a limit that is proven broken ends with 1', async () => {
  const run = await bench(folder, 'sum', '--limit', 'sum.many.ratio>=2');
  assert.is(run.code, 1, run.stderr);
  assert.is(run.stdout, '');
  assert.match(run.stderr, /sum\.many\.ratio>=2: broken/);
});

test('forms that do not give the same answer are not timed', async () => {
  const run = await bench(folder, 'wrong');
  assert.is(run.code, 5);
  assert.match(
    run.stderr,
    /optimized does not give what baseline gives.*Expected 5000050000, came 7/,
  );
});

const mistakes: readonly [string, readonly string[], RegExp][] = [
  ['an unknown concern', ['snapshott'], /unknown concern 'snapshott'. Did you mean 'snapshot'/],
  [
    'an unknown size',
    ['snapshot', '--limit', 'snapshot.65KB.ratio<=1'],
    /unknown size of snapshot '65KB'. Did you mean '64KB'/,
  ],
];
for (const [what, options, message] of mistakes) {
  test(`${what} ends with 2 and the nearest name`, async () => {
    const run = await bench(repository, ...options);
    assert.is(run.code, 2);
    assert.match(run.stderr, message);
  });
}

test('a concern of this repository is measured at its four sizes', async () => {
  const run = await bench(repository, 'message-size', '--json');
  assert.is(run.code, 0, run.stderr);
  const { benches, environment } = JSON.parse(run.stdout) as BenchResult;
  assert.is(environment.database, null);
  const [judged] = benches;
  assert.equal(
    judged?.sizes.map(({ size, forms }) => [size, forms.length, forms[0]?.rounds]),
    ['token', '2KB', '8KB', '30KB'].map((size) => [size, 2, 12]),
  );
});

test.run();
