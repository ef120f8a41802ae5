import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Load } from '../../config/scenario.ts';
import { exitCode, TandemError } from '../../error.ts';
import { wordsFrom } from '../../launch/heard-from.ts';
import { processStart } from '../../launch/process-identity.ts';
import type { ArmRequest } from '../arm.ts';
import { startTarget, type TestTarget } from '../test-target.ts';
import { type Generator, startGenerator } from './generator-process.ts';

const test = suite('generator process');

const url = new URL('./test-scenarios.js', import.meta.url).href;

let target: TestTarget;
const started: Generator[] = [];
test.before(async () => {
  target = await startTarget();
});
test.after.each(async () => {
  for (const generator of started.splice(0)) await generator.stop();
});
test.after(() => target.close());

async function generatorOf(name: string): Promise<Generator> {
  const source = { kind: 'module', url, name } as const;
  const generator = await startGenerator({ source, cores: null });
  started.push(generator);
  return generator;
}

const load = (armMs: number): Load => ({
  kind: 'open',
  ratePerSecond: 100,
  armMs,
  cutMs: 0,
  unit: 'pair',
});

const armOf = (armMs: number, change: Partial<ArmRequest> = {}): ArmRequest => ({
  target: { url: target.url, databaseUrl: null },
  load: load(armMs),
  seed: 'k',
  label: 'A1',
  ...change,
});

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => new Error('no failure'),
    (error: Error) => error,
  );

const isRunning = async (pid: number): Promise<boolean> => (await processStart(pid)) !== null;

test('drives arms in a process of its own, dated by the clock of this one', async () => {
  const generator = await generatorOf('small');
  const beforeUs = Number(process.hrtime.bigint() / 1000n);
  const result = await generator.arm(armOf(200));
  const afterUs = Number(process.hrtime.bigint() / 1000n);
  assert.not.equal(generator.pid, process.pid);
  assert.is(result.counts.completed, 20);
  assert.is(result.operations[3]?.key, 'k/3');
  assert.is(result.operations[3]?.digest, 'A1 fine');
  assert.is(result.operations[3]?.overheadUs, null);
  assert.is(result.samples['step']?.length, 20);
  assert.ok(beforeUs <= result.startedUs && result.startedUs < result.endedUs);
  assert.ok(result.endedUs <= afterUs);
  const again = await generator.arm(armOf(50, { label: 'B1' }));
  assert.is(again.operations[0]?.digest, 'B1 fine');
});

test('overhead is the response above the planned path, net of lateness', async () => {
  const generator = await generatorOf('small');
  const driven = await generator.arm(armOf(50));
  const result = await generator.overhead(driven, { 'k/2/call': 5 });
  for (const { key, responseUs, overheadUs } of result.operations) {
    assert.is(overheadUs, responseUs - (key === 'k/2' ? 6000 : 1000));
  }
});

test('a scenario without a planned path has no overhead, none without prepare prepares', async () => {
  const generator = await generatorOf('plain');
  await generator.prepare({ url: target.url, databaseUrl: null });
  const result = await generator.overhead(await generator.arm(armOf(30)), {});
  assert.ok(result.operations.every(({ overheadUs }) => overheadUs === null));
  assert.equal(await generator.digest({ url: target.url, databaseUrl: null }), {});
});

test('prepares a target, and says why when it cannot', async () => {
  const asked = target.asked.length;
  await (await generatorOf('small')).prepare({ url: target.url, databaseUrl: null });
  assert.equal(target.asked.slice(asked), ['/echo']);
  const careless = await generatorOf('careless');
  const error = await failure(careless.prepare({ url: target.url, databaseUrl: null }));
  assert.instance(error, TandemError);
  assert.match(error.message, /careless could not prepare .* the table is missing/);
});

test('digests the rows of a real database', async () => {
  const databaseUrl = process.env['TEST_DATABASE_URL'];
  if (!databaseUrl) throw new Error('TEST_DATABASE_URL is not set: run the tests by `npm test`');
  const generator = await generatorOf('small');
  const digests = await generator.digest({ url: target.url, databaseUrl });
  assert.equal(digests, { 'k/1': 'n=1', 'k/2': 'n=2' });
});

test('a database that is missing or not there is said', async () => {
  const generator = await generatorOf('small');
  const missing = await failure(generator.digest({ url: target.url, databaseUrl: null }));
  assert.is((missing as TandemError).code, exitCode.notFit);
  const databaseUrl = 'postgres://nobody@127.0.0.1:1/none';
  const refused = await failure(generator.digest({ url: target.url, databaseUrl }));
  assert.match(refused.message, /ECONNREFUSED/);
});

test('an aborted arm comes back with what was measured, and the next one works', async () => {
  const generator = await generatorOf('hanging');
  const asked = target.asked.length;
  const arm = generator.arm(armOf(4000));
  while (target.asked.length < asked + 3) await new Promise((resolve) => setTimeout(resolve, 5));
  generator.abort();
  const result = await arm;
  assert.ok(result.counts.planned >= 3 && result.counts.planned < 400);
  assert.is(result.counts.unfinished, result.counts.planned);
  const next = generator.arm(armOf(10));
  const second = await failure(generator.arm(armOf(10)));
  assert.match(second.message, /another arm is under way/);
  generator.abort();
  await next;
});

test('a preparation that hangs can be interrupted', async () => {
  const generator = await generatorOf('hanging');
  const prepared = failure(generator.prepare({ url: target.url, databaseUrl: null }));
  generator.abort();
  assert.match((await prepared).message, /could not prepare .* it was interrupted/);
});

test('faults of a scenario come back as errors and leave the process alive', async () => {
  const unplanned = await generatorOf('unplanned');
  assert.is((await failure(unplanned.arm(armOf(50)))).message, 'the plan has no end');
  assert.is((await failure(unplanned.arm(armOf(50)))).message, 'the plan has no end');
  const careless = await generatorOf('careless');
  assert.is((await failure(careless.arm(armOf(500)))).message, 'nobody waits for this');
  assert.ok(isRunning(careless.pid));
});

test('a scenario that is not there is a usage error that lists those that are', async () => {
  const error = await failure(generatorOf('smal'));
  assert.is((error as TandemError).code, exitCode.usage);
  assert.match(error.message, /named smal, but it exports .*small/);
  assert.not.match(error.message, /not marked/);
});

test('a request is a scenario too', async () => {
  const request = { method: 'GET', path: '/ok', headers: {}, body: null };
  const source = {
    kind: 'request',
    request: { ...request, ratePerSecond: 100, durationMs: 300 },
  } as const;
  const generator = await startGenerator({ source, cores: null });
  started.push(generator);
  const { counts } = await generator.arm(armOf(300));
  assert.ok(counts.planned > 0);
  assert.is(counts.completed, counts.planned);
});

test('a generator that dies rejects what was asked of it, and all that is asked later', async () => {
  const generator = await generatorOf('deadly');
  assert.match((await failure(generator.arm(armOf(50)))).message, /ended \(SIGKILL\)/);
  assert.match((await failure(generator.arm(armOf(50)))).message, /ended \(SIGKILL\)/);
  generator.abort();
  await generator.stop();
});

test('a generator does not outlive its parent, however that ended', async () => {
  const module = new URL('./generator-process.js', import.meta.url).href;
  const code = `
    const { startGenerator } = await import(${JSON.stringify(module)});
    const source = { kind: 'module', url: ${JSON.stringify(url)}, name: 'small' };
    console.log((await startGenerator({ source, cores: null })).pid);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = Number(await wordsFrom(parent));
  assert.ok(await isRunning(pid));
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  for (let polls = 0; polls < 800 && (await isRunning(pid)); polls += 1) await sleep(25);
  assert.not(await isRunning(pid));
});

test('stop ends the process, in the middle of an arm too', async () => {
  const generator = await generatorOf('hanging');
  const arm = failure(generator.arm(armOf(4000)));
  await generator.stop();
  assert.match((await arm).message, /it was stopped/);
  assert.not(await isRunning(generator.pid));
});

test.run();
