import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { idleServer, sampleArm } from '../compare/sample-arm.ts';
import type { ArmResult, ServerReadings, Side } from '../record/arm-result.ts';
import type { MeasuredMetric, RunScenario } from '../record/run.ts';
import { poolWaits } from './pool-waits.ts';
import { plainNames, sampleRun } from './sample-run.ts';

const test = suite('waits for a database connection');

const [scenario] = sampleRun(plainNames).scenarios;
if (!scenario) throw new Error('the sample has a scenario');

const arm = (side: Side, waitsMs: readonly number[], change: Partial<ServerReadings> = {}) =>
  sampleArm({ side, unit: 0 }, [], {
    server: { ...idleServer, poolWaitsUs: waitsMs.map((ms) => ms * 1000), ...change },
  });

const draw = (arms: readonly ArmResult[], of: RunScenario = scenario): string =>
  poolWaits(of, arms).markup;

const both = [arm('baseline', [1, 2, 3, 40]), arm('candidate', [0.5, 1])];

test('say how long half and nine tenths of the callers waited, after what is proven', () => {
  const text = draw(both);
  assert.match(text, /<figcaption>The candidate waits 1\.47 times more \[1\.4, 1\.54\]/);
  assert.match(text, /half within 2\.5 ms and nine tenths within 28\.9 ms in the baseline/);
  assert.match(text, /half within 0\.75 ms and nine tenths within 0\.95 ms in the candidate/);
});

test('without a comparison, only what was counted is said', () => {
  const { 'pool.wait.p95': _, ...metrics } = scenario.metrics;
  assert.match(draw(both, { ...scenario, metrics }), /<figcaption>Waits: half within/);
  const unproven: MeasuredMetric = {
    ...(scenario.metrics['pool.wait.p95'] as MeasuredMetric),
    verdict: 'unsure',
  };
  const unsure = { ...scenario, metrics: { ...metrics, 'pool.wait.p95': unproven } };
  assert.match(draw(both, unsure), /Wait of the candidate for a connection at P95: .*may be/);
});

test('what went past the probe, invalid arms, and nobody waiting draw nothing', () => {
  assert.is(draw([]), '');
  assert.is(draw([arm('baseline', [])]), '');
  assert.is(draw([arm('baseline', [5], { databaseUnseen: true })]), '');
  const invalid = { state: 'invalid', reasons: ['late'] } as const;
  assert.is(draw(both.map((each) => ({ ...each, validity: invalid }))), '');
});

test('a side without waits is said to have none', () => {
  assert.match(draw([arm('baseline', [5])]), /none in the candidate/);
});

test.run();
