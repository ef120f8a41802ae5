import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCode, TandemError } from '../error.ts';
import { small } from './generator/test-scenarios.ts';
import { Histogram } from './histogram.ts';
import { driveLevel, type LevelRequest, type PackedLevel } from './level.ts';
import { startTarget, type TestTarget } from './test-target.ts';

const test = suite('level');

let target: TestTarget;
test.before(async () => {
  target = await startTarget();
});
test.after(() => target.close());

const drive = (change: Partial<LevelRequest> = {}): Promise<PackedLevel> =>
  driveLevel(small, {
    target: { url: target.url, databaseUrl: null },
    ratePerSecond: 200,
    durationMs: 500,
    seed: 'k',
    label: 'A',
    ...change,
  });

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

test('plays the plan at another rate, and all that it tells adds up', async () => {
  const level = await drive();
  assert.is(level.counts.planned, 100);
  assert.is(level.counts.completed, 100);
  assert.is(sum(level.seconds.map(({ sent }) => sent)), 100);
  assert.is(sum(level.seconds.map(({ completed }) => completed)), 100);
  assert.ok(level.completedInTime <= 100);
  const response = Histogram.fromCompressedBase64(level.histograms['response'] ?? '');
  assert.is(response.count, 100);
});

test('operations that are held are in flight to the end of the plan, and complete after it', async () => {
  target.holdFrom(target.asked.length + 50, 600);
  const level = await drive();
  assert.is(level.counts.completed, 100);
  assert.ok(level.completedInTime <= 50, `${level.completedInTime}`);
  // Every one of the later half waits in the last tenth, which began at 450 ms: the 90th was sent.
  assert.ok((level.inFlight.at(-1) ?? 0) >= 35, `${level.inFlight}`);
});

test('a burst has no rate', async () => {
  const burst = { ...small, load: { kind: 'episode', operations: 3, withinMs: 10 } } as const;
  const request = { target: { url: target.url, databaseUrl: null }, ratePerSecond: 1 };
  const error = await driveLevel(burst, { ...request, durationMs: 9, seed: 'k', label: 'A' }).catch(
    (reason: Error) => reason,
  );
  assert.instance(error, TandemError);
  assert.is((error as TandemError).code, exitCode.usage);
});

test.run();
