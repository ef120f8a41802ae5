import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import type { ArmResult, Outcome } from '../record/arm-result.ts';
import { metricNames } from '../record/metric.ts';
import { runSchema } from '../record/run.ts';
import { type MeasuredScenario, summarizeScenario } from './judge.ts';
import {
  idleServer,
  operation,
  operations,
  pairs,
  sampleArm,
  sampleLoad,
  sampleUnits,
} from './sample-arm.ts';
import { invalidArmsSentence } from './validity.ts';

const test = suite('judge');

const scenario: MeasuredScenario['scenario'] = {
  name: 'sample',
  title: 'Requests that take a while.',
  findings: [3],
  metricOfInterest: 'cpu.msPerOperation',
  parameters: { timeScale: 0.05 },
  load: pairs,
};

/** Six units in which the candidate takes half the time, give or take 2 %. */
const halved = sampleUnits(6, (side, unit) => {
  const responseMs = (side === 'baseline' ? 100 : 50) * (1 + (unit % 3) / 100);
  return sampleArm({ side, unit }, operations(20, responseMs), { launch: unit < 3 ? 0 : 1 });
});

const summarize = (arms: readonly ArmResult[], change: Partial<MeasuredScenario> = {}) =>
  summarizeScenario({
    scenario,
    arms,
    sameWork: [{ compared: 120, different: 0, differences: [] }],
    warmUps: [
      { ms: 5000, steady: true },
      { ms: 30_000, steady: false },
    ],
    driftLevel: 0.001,
    faults: [],
    quick: false,
    random: seededRandom('judge'),
    ...change,
  });

const invalid = (reason: string) =>
  ({ validity: { state: 'invalid', reasons: [reason] } }) as const;

test('a valid scenario has every metric, sums and noise, as the schema wants it', () => {
  const summary = summarize(halved);
  runSchema.shape.scenarios.parse([summary]);
  assert.equal(summary.validity, { state: 'valid', reasons: [] });
  assert.equal(Object.keys(summary.metrics), metricNames);
  assert.equal(summary.load.baseline, summary.load.candidate);
  assert.is(summary.load.baseline.planned, 120);
  assert.is(summary.launches, 2);
  assert.is(summary.units, 6);
  assert.equal(summary.sameWork, { compared: 120, differences: [] });
  const median = summary.metrics['response.p50'];
  assert.is(median?.verdict, 'faster');
  assert.ok(Math.abs((median?.ratio?.value ?? 0) - 0.5) < 1e-9);
  assert.is(summary.metrics['cpu.msPerOperation']?.verdict, 'same');
  const noise = summary.noise['response.p50'] ?? 0;
  assert.ok(noise > 1 && noise < 1.021, String(noise));
});

test('a quick run claims nothing', () => {
  const summary = summarize(halved.slice(0, 2), { quick: true });
  runSchema.shape.scenarios.parse([summary]);
  const metrics = Object.values(summary.metrics);
  assert.ok(metrics.every(({ verdict, reason }) => verdict === 'not judged' && reason));
  assert.is(summary.metrics['response.p50']?.ratio?.confidence, 0);
});

test('what is not to be judged keeps its figures, without limits, ratio or verdict', () => {
  const unjudged = 'the browser takes part';
  const summary = summarize(halved, { scenario: { ...scenario, unjudged } });
  runSchema.shape.scenarios.parse([summary]);
  assert.is(summary.unjudged, unjudged);
  assert.is(summary.validity.state, 'valid');
  const median = summary.metrics['response.p50'];
  assert.is(median?.verdict, 'not judged');
  assert.is(median?.reason, unjudged);
  assert.is(median?.ratio, null);
  const { value, lo, hi } = median?.candidate ?? { value: 0, lo: 1, hi: 1 };
  assert.ok(value > 0 && lo === value && hi === value);
  const p99 = summary.metrics['response.p99'];
  assert.match(p99?.reason ?? '', /values, .* are needed/);
  const cut = summarize(halved, {
    scenario: { ...scenario, unjudged },
    faults: ['it was cut off'],
  });
  assert.match(cut.metrics['response.p50']?.reason ?? '', /scenario is invalid: it was cut off/);
});

test('no arms at all are invalid, not an error', () => {
  const summary = summarize([], { sameWork: [] });
  runSchema.shape.scenarios.parse([summary]);
  assert.match(summary.validity.reasons.join(), /no arm was measured/);
  assert.is(summary.load.baseline.planned, 0);
});

test('what was cut off is not judged', () => {
  const summary = summarize(halved, { faults: ['it was cut off'] });
  assert.equal(summary.validity, { state: 'invalid', reasons: ['it was cut off'] });
  assert.is(summary.metrics['response.p50']?.verdict, 'not judged');
});

test('sides that disagree are not judged, however fast', () => {
  const sameWork = [{ compared: 60, different: 1, differences: ['k7: 3 rows against 2'] }];
  const summary = summarize(halved, { sameWork });
  assert.is(summary.validity.state, 'invalid');
  assert.match(summary.validity.reasons.join(), /disagree \(1 difference in 60 answers\).*k7/);
  const median = summary.metrics['response.p50'];
  assert.is(median?.ratio, null);
  assert.is(median?.verdict, 'not judged');
  assert.match(median?.reason ?? '', /scenario is invalid/);
  assert.ok(median?.baseline);
});

test('more than 1 % of failures is invalid, 1 % is not', () => {
  const withFailures = (failed: number, outcome: Outcome) =>
    sampleUnits(1, (side, unit) => {
      const records = Array.from({ length: 100 }, (_, index) =>
        operation(20, side === 'candidate' && index < failed ? { outcome } : {}),
      );
      const failures = [{ message: 'status 500', count: failed }];
      return sampleArm({ side, unit }, records, { load: sampleLoad(records, { failures }) });
    });
  assert.is(summarize(withFailures(1, 'errored')).validity.state, 'valid');
  for (const outcome of ['errored', 'timedOut', 'dropped', 'unfinished'] as const) {
    const { validity, load } = summarize(withFailures(2, outcome));
    assert.match(validity.reasons.join(), /^candidate: 2 of 100 .*status 500/);
    assert.is(load.candidate[outcome], 2);
  }
});

test('a few invalid arms are left out, many make the scenario invalid', () => {
  const spoil = (count: number) =>
    halved.map((arm, index) => (index < count ? { ...arm, ...invalid('a core was busy') } : arm));
  const few = summarize(spoil(1));
  assert.is(few.validity.state, 'valid');
  assert.is(few.load.baseline.planned, 100);
  assert.is(few.load.candidate.planned, 120);
  assert.is(few.metrics['response.p50']?.verdict, 'not judged');
  assert.match(few.metrics['response.p50']?.reason ?? '', /5 units; 6 are needed/);
  assert.is(invalidArmsSentence(spoil(1)), '1 of 12 arms invalid and left out: a core was busy');
  assert.is(invalidArmsSentence(halved), null);
  assert.is(summarize(spoil(6)).validity.state, 'valid');
  assert.match(summarize(spoil(7)).validity.reasons.join(), /7 of 12 arms invalid/);
  const none = summarize(spoil(12));
  assert.is(none.load.baseline.planned, 120);
  assert.is(none.metrics['response.p50']?.baseline, null);
});

test('the noise of A B B A is taken within the unit', () => {
  const cpu = (cpuMs: number) => ({ server: { ...idleServer, cpuMs } });
  const quads = sampleUnits(2, (side, unit) =>
    sampleArm({ side, unit }, operations(10, 20), cpu(100 * 10 ** unit)),
  ).flatMap((arm) => [arm, { ...arm, seed: `${arm.seed}/2`, ...cpu(110 * 10 ** arm.unit) }]);
  const { noise } = summarize(quads);
  assert.ok(Math.abs((noise['cpu.msPerOperation'] ?? 0) - 1.1) < 1e-9);
  assert.is(noise['memory.rss.max'], undefined);
});

test('what was thrown away as warm-up is told, and in how many launches it was enough', () => {
  assert.equal(summarize(halved).warmUp, { ms: [5000, 30_000], steady: 1 });
  const rounds = summarize(halved, { warmUps: [{ ms: 5000, steady: null }] });
  assert.equal(rounds.warmUp, { ms: [5000], steady: null });
});

test('a ratio that drifts over the run makes it invalid', () => {
  const drifting = sampleUnits(20, (side, unit) =>
    sampleArm({ side, unit }, operations(20, side === 'baseline' ? 100 : 100 + unit)),
  );
  const { validity } = summarize(drifting);
  assert.is(validity.state, 'invalid');
  assert.match(validity.reasons.join(), /drifts over the run/);
  assert.is(summarize(drifting, { driftLevel: 0 }).validity.state, 'valid');
});

test.run();
