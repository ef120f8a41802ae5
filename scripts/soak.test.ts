/** Real servers that leak, and some that only look like it, under the probe and under whole soaks. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse as splitCommand } from 'shell-quote';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeSoak } from '../harness/compare/judge-soak.ts';
import { idleServer, operation, sampleArm } from '../harness/compare/sample-arm.ts';
import { freePort } from '../harness/launch/free-port.ts';
import { monotonicUs } from '../harness/probe/monotonic-clock.ts';
import { probedEnvironment, readLines } from '../harness/probe/probed-script.ts';
import type { ArmResult } from '../harness/record/arm-result.ts';
import { runSchema, type SoakSide } from '../harness/record/run.ts';
import { killedIfHung } from './killed-if-hung.ts';
import { type LeakyServer, leakyServers } from './leaky-servers.ts';
import { isMeasured } from './measured.ts';

const test = suite('soak');
const program = fileURLToPath(new URL('tandem.js', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tandem-soak-'));
test.after(() => rmSync(folder, { recursive: true }));

for (const [name, source] of Object.entries(leakyServers)) {
  writeFileSync(join(folder, `${name}.cjs`), source);
}

const out = join(folder, 'out');
const tandem = (cwd: string, ...options: string[]) =>
  spawnSync(process.execPath, [program, ...options], { cwd, encoding: 'utf8', ...killedIfHung });

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

const ask = (port: number): Promise<unknown> =>
  new Promise((answered, failed) => {
    get({ port, host: '127.0.0.1', agent }, (response) => {
      response.resume().on('end', answered);
    }).on('error', failed);
  });

/** However busy the machine is: so much makes a verdict, and it is waited for so long. */
const enough = { operations: 5000, lateCollections: 20, ms: 25_000 };

async function untilUp(port: number, child: ChildProcess): Promise<void> {
  const isUp = () =>
    ask(port).then(
      () => true,
      () => false,
    );
  while (!(await isUp())) {
    assert.is(child.exitCode ?? child.signalCode, null);
    await sleep(20);
  }
}

/** A server asked by four clients, as one arm with what its probe saw. */
async function loadedArm(name: LeakyServer, collect: boolean): Promise<ArmResult> {
  const port = await freePort();
  const probeFile = join(folder, `${name}-${collect}.ndjson`);
  const child = spawn(process.execPath, [join(folder, `${name}.cjs`)], {
    env: {
      ...probedEnvironment(probeFile),
      PORT: `${port}`,
      ...(collect ? { TANDEM_PROBE_COLLECT_EVERY_MS: '40' } : {}),
    },
    stdio: 'inherit',
  });
  const ended = once(child, 'close');
  let counting: NodeJS.Timeout | undefined;
  try {
    await untilUp(port, child);
    const startedUs = monotonicUs();
    const endsUs: number[] = [];
    // Those after half of the operations are what is judged.
    let lateCollections = collect ? 0 : enough.lateCollections;
    counting = setInterval(() => {
      if (!collect) return;
      const middleUs = startedUs + (endsUs[Math.floor(endsUs.length / 2)] ?? 0);
      const all = readLines(probeFile).flatMap((line) => line.collections);
      lateCollections = all.filter(({ atUs }) => atUs > middleUs).length;
    }, 300);
    const isEnough = () =>
      (endsUs.length >= enough.operations && lateCollections >= enough.lateCollections) ||
      monotonicUs() > startedUs + enough.ms * 1000;
    const client = async () => {
      while (!isEnough()) {
        await ask(port);
        endsUs.push(monotonicUs() - startedUs);
      }
    };
    await Promise.all([client(), client(), client(), client()]);
    const records = endsUs.map((plannedUs) => operation(0, { plannedUs }));
    const arm = sampleArm({ side: 'baseline', unit: 0 }, records);
    return { ...arm, load: { ...arm.load, startedUs }, server: await seen(probeFile, startedUs) };
  } finally {
    clearInterval(counting);
    child.kill();
    await ended;
  }
}

async function seen(probeFile: string, startedUs: number): Promise<ArmResult['server']> {
  const collections = readLines(probeFile)
    .flatMap((line) => line.collections)
    .filter(({ atUs }) => atUs > startedUs);
  return { ...idleServer, collections };
}

const judge = (arm: ArmResult) => judgeSoak([arm], 5).baseline;

/** Flat, or too noisy to say: a busy machine must not make it more. A kilobyte of each would be 1,000. */
function assertNoGrowth({ verdict, words, growth }: SoakSide): void {
  assert.ok(verdict === 'no leak' || verdict === 'cannot be said', words);
  assert.ok((growth.heap?.hi ?? 1e9) < 500, words);
}

test('a server that holds nothing has no leak', async () => {
  assertNoGrowth(judge(await loadedArm('bare', true)));
});

test('a kilobyte an operation in a Map is found, within a tenth', async () => {
  const { verdict, words, growth } = judge(await loadedArm('leak', true));
  assert.is(verdict, 'leaks', words);
  assert.match(words, /\(heap\)/);
  // 1,024 bytes and the entry of the Map.
  assert.ok((growth.heap?.value ?? 0) > 950 && (growth.heap?.value ?? 0) < 1250, words);
});

test('eight of them in Buffers are found outside the heap', async () => {
  const { verdict, words, growth } = judge(await loadedArm('buffers', true));
  assert.is(verdict, 'leaks', words);
  assert.match(words, /buffers/);
  assert.ok(Math.abs((growth.buffers?.value ?? 0) / 8000 - 1) < 0.1, words);
});

test('a cache that is full is no leak', async () => {
  assertNoGrowth(judge(await loadedArm('cache', true)));
});

test('what has not been collected yet is no leak, and without collections nothing is said', async () => {
  const collected = judge(await loadedArm('garbage', true));
  assert.is.not(collected.verdict, 'leaks', collected.words);
  const { verdict, words } = judge(await loadedArm('bare', false));
  assert.is(verdict, 'cannot be said', words);
});

test('a whole soak says it of both sides, in the terminal, on the page and in run.json', () => {
  const run = tandem(
    folder,
    ...['compare', '--soak', '20s', '--url', '/', '--rate', '300', '--json'],
    ...['--baseline', 'node bare.cjs', '--candidate', 'node buffers.cjs', '--out', out],
  );
  isMeasured({ code: run.status, stderr: run.stderr });
  const [scenario] = runSchema.parse(JSON.parse(run.stdout)).scenarios;
  const { baseline, candidate } = scenario?.soak ?? {};
  // A busy machine collects more slowly, and then it has to say that.
  const verdict = (candidate?.collections ?? 0) < 16 ? 'cannot be said' : 'leaks';
  assert.is(candidate?.verdict, verdict, run.stderr);
  assert.is.not(baseline?.verdict, 'leaks', run.stderr);
  assert.match(run.stderr, new RegExp(`Leak check\\. Baseline: .*Candidate: ${verdict}`));
  const page = readFileSync(join(out, 'latest', 'index.html'), 'utf8');
  assert.match(page, /memory by operations/);
  assert.match(page, /judged from here/);
});

test('the command of README and docs/memory.md says what each side does, in less time', () => {
  const [command, ...others] = ['README.md', 'docs/memory.md'].map((name) => {
    const text = readFileSync(join(repository, name), 'utf8');
    return /^npm run -s tandem -- (compare --soak .*)$/m.exec(text)?.[1] ?? '';
  });
  assert.ok(command && others.every((other) => other === command));
  const words = splitCommand(command.replace('10m', '11s')) as string[];
  const run = tandem(repository, ...words, '--out', out);
  isMeasured({ code: run.status, stderr: run.stderr });
  assert.match(run.stderr, /Leak check\. Baseline: .*\. Candidate: /);
});

const mistakes: readonly [string, readonly string[], RegExp][] = [
  ['of 0', ['--soak', '0s'], /--soak takes a duration such as 30s or 5m, and came as '0s'/],
  ['without unit', ['--soak', '10'], /--soak takes a duration/],
  ['that is too short', ['--soak', '2s'], /too short: .* less than 10 s of this scenario; 10m/],
  [
    'that no recording holds',
    ['--soak', '10h'],
    /too long: .* 1,000,000 operations; soak for less/,
  ],
  ['beside --quick', ['--soak', '10m', '--quick'], /leave out --quick/],
  ['beside --budget', ['--soak', '10m', '--budget', '5m'], /leave out --budget/],
];
for (const [name, options, message] of mistakes) {
  test(`a soak ${name} is a usage error that says what is needed`, () => {
    const sides = ['--baseline', 'node bare.cjs', '--candidate', 'node bare.cjs'];
    const run = tandem(folder, 'compare', ...options, '--url', '/', '--out', out, ...sides);
    assert.is(run.status, 2, run.stderr);
    assert.match(run.stderr, message);
    assert.not.match(run.stderr, /\n\s+at /);
  });
}

test('a soak of many scenarios asks for one', () => {
  const run = tandem(repository, 'compare', '--soak', '10m', '--out', out);
  assert.is(run.status, 2, run.stderr);
  assert.match(run.stderr, /--soak drives one scenario, and \d+ would be measured: name one/);
});

test.run();
