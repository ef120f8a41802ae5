import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Capacity, capacitySchema } from '../harness/record/capacity.ts';

const test = suite('tandem capacity');
const program = fileURLToPath(new URL('tandem.js', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tandem-capacity-'));
test.after(() => rmSync(folder, { recursive: true }));

const listen = `.listen(process.env.PORT, '127.0.0.1')`;
/** One after another: it can do 1000 / `ms` a second, however fast the machine is. */
const queue = (ms: number): string =>
  `let free = 0; require('http').createServer((q, r) => {
    free = Math.max(free, performance.now()) + ${ms};
    setTimeout(() => r.end('ok'), free - performance.now());
  })${listen}`;
const servers = {
  slow: queue(40),
  fast: queue(10),
  broken: `require('http').createServer((q, r) => { r.statusCode = q.url === '/readyz' ? 200 : 500; r.end() })${listen}`,
  mortal: `let n = 0; require('http').createServer((q, r) => { if (++n > 150) process.exit(7); r.end('ok') })${listen}`,
  dead: `console.error('no such file: settings'); process.exit(3)`,
};
for (const [name, source] of Object.entries(servers))
  writeFileSync(join(folder, `${name}.cjs`), source);

const scenarioModule = new URL('../harness/index.js', import.meta.url).href;
writeFileSync(
  join(folder, 'talking.mjs'),
  `import { constantArrivals, defineScenario, planOf } from ${JSON.stringify(scenarioModule)};
  export const talking = defineScenario({
    name: 'talking', title: 'asks twice', findings: [], metricOfInterest: 'response.p50',
    load: { kind: 'open', ratePerSecond: 10, armMs: 1000, cutMs: 0, unit: 'pair' },
    trial: { launches: 1, units: 1 }, parameters: {}, database: false, services: [],
    environment: {}, timeoutMs: 2000,
    plan: (seed) => planOf(seed, constantArrivals(10, 1000)),
    drive: async (operation, io) => {
      await io.http({ method: 'GET', path: '/' });
      io.tally('ws.useful', 3);
      io.tally('ws.received', 1);
      return { digest: '' };
    },
  });`,
);
writeFileSync(
  join(folder, 'tandem.config.json'),
  JSON.stringify({
    variants: { quick: { command: 'node fast.cjs' } },
    scenarios: ['talking.mjs'],
  }),
);

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(cwd: string, options: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, 'capacity', ...options], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function ended(child: ChildProcess): Promise<Ended> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text.stderr += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...text };
}

const capacity = (cwd: string, ...options: string[]) => ended(start(cwd, options));

const asking = (out: string): string[] => [
  ...['--url', '/', '--duration', '1s', '--out', join(folder, out)],
];

/** The only run in a folder. */
function written(out: string): Capacity {
  const [id = ''] = readdirSync(join(folder, out));
  const text = readFileSync(join(folder, out, id, 'capacity.json'), 'utf8');
  return capacitySchema.parse(JSON.parse(text));
}

const mistakes: readonly [string, string, readonly string[], number, RegExp][] = [
  ['no variant', folder, [], 2, /missing required argument 'variant'/],
  ['an unknown variant', repository, ['optimised'], 2, /Did you mean 'optimized'/],
  ['an unknown candidate', repository, ['optimized', 'bas'], 2, /unknown variant 'bas'/],
  [
    'an unknown scenario',
    repository,
    ['baseline', '--scenario', 'pipelin'],
    2,
    /Did you mean 'pipeline'/,
  ],
  ['a burst', repository, ['baseline', '--scenario', 'pipeline-burst'], 2, /has no rate/],
  ['an unknown flag', folder, ['quick', '--connections', '4'], 2, /unknown option/],
  ['a bad duration', folder, ['quick', '--duration', '5'], 2, /--duration takes a duration/],
  ['a command that exits at once', folder, ['node dead.cjs', ...asking('dead')], 4, /settings/],
  [
    'a side that answers with errors',
    folder,
    ['node broken.cjs', ...asking('broken')],
    4,
    /nothing was answered with 2xx within a step \(\d+ times: answered 500\)/,
  ],
  ['a side that dies', folder, ['node mortal.cjs', ...asking('mortal')], 5, /exit code 7/],
  [
    "a folder that can't be written",
    folder,
    ['quick', ...asking('x'), '--out', '/dev/null/x'],
    4,
    /can't be written/,
  ],
];
for (const [name, cwd, options, code, message] of mistakes) {
  test(`${name} gives one clear message and exit code ${code}`, async () => {
    const run = await capacity(cwd, ...options);
    assert.match(run.stderr, message);
    assert.is(run.code, code, run.stderr);
    assert.not.match(run.stderr, /\n\s+at /);
  });
}

test('a pair of any two servers is measured in turn, and the result is on stdout and on disk', async () => {
  const options = ['node slow.cjs', 'node fast.cjs', ...asking('pair'), '--json'];
  const run = await capacity(folder, ...options);
  const found = capacitySchema.parse(JSON.parse(run.stdout));
  assert.equal(written('pair'), found);
  const [slow, fast] = found.sides;
  assert.equal(
    found.sides.map(({ side }) => side),
    ['baseline', 'candidate'],
  );
  assert.ok((fast?.saturation.best?.perSecond ?? 0) > (slow?.saturation.best?.perSecond ?? 0));
  for (const { ratePerSecond, state } of fast?.levels ?? []) {
    if (ratePerSecond > 150) assert.is.not(state, 'kept up', `${ratePerSecond}`);
  }
  for (const { levels, knee, kneeReason, saturation } of found.sides) {
    assert.is(saturation.steps[0]?.connections, 1);
    assert.ok(levels.length > 0);
    for (const { counts, state, why } of levels) {
      const { planned, completed, errored, timedOut, dropped, unfinished } = counts;
      assert.is(planned, completed + errored + timedOut + dropped + unfinished);
      assert.is(why === null, state === 'kept up');
    }
    assert.ok(knee !== null || kneeReason !== null);
  }
  // Whether there is a knee depends on what else the machine does; the exit code says so.
  assert.is(run.code, found.sides.every(({ knee }) => knee !== null) ? 0 : 4, run.stderr);
  assert.match(run.stderr, /Closed loop, 1 s a step/);
  assert.match(run.stderr, /knee: highest rate kept up with/);
});

test('a scenario of more than one request has no closed loop; useful units are counted', async () => {
  const out = ['--duration', '1s', '--out', join(folder, 'talking')];
  const run = await capacity(folder, 'quick', '--scenario', 'talking', ...out);
  assert.match(run.stderr, /not measured: its operations are not one HTTP request/);
  const { sides } = written('talking');
  const [side] = sides;
  assert.equal(side?.saturation.steps, []);
  assert.is(side?.levels[0]?.ratePerSecond, 5);
  const [level] = side?.levels ?? [];
  assert.is(level?.webSocket?.usefulPerSecond, 3 * (level?.counts.completed ?? 0));
  assert.is(level?.webSocket?.messagesPerSecond, level?.counts.completed);
});

test('Ctrl-C ends it with 130, and what was measured is written', async () => {
  const options = ['quick', '--url', '/', '--duration', '2s', '--out', join(folder, 'cut')];
  const child = start(folder, options);
  const done = ended(child);
  const measured = () => {
    const [id] = existsSync(join(folder, 'cut')) ? readdirSync(join(folder, 'cut')) : [];
    const file = join(folder, 'cut', id ?? '', 'steps.ndjson');
    return existsSync(file) && readFileSync(file, 'utf8').includes('"kind":"saturation"');
  };
  while (!measured()) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error((await done).stderr);
    await new Promise((later) => setTimeout(later, 50));
  }
  child.kill('SIGINT');
  const run = await done;
  assert.is(run.code, 130, run.stderr);
  const found = written('cut');
  assert.ok(found.partial);
  assert.ok((found.sides[0]?.saturation.steps.length ?? 0) > 0);
  assert.match(run.stderr, /It was interrupted/);
});

test.run();
