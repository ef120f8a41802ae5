import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { type MetricName, metric } from '../record/metric.ts';
import { compareSamples } from './compare-samples.ts';
import type { Sample } from './comparison.ts';
import type { Judging } from './judging.ts';

const test = suite('compare samples');

const judging = (change: Partial<Judging> = {}): Judging => ({
  confidence: 0.95,
  margin: 0.05,
  judge: true,
  random: seededRandom('compare'),
  ...change,
});

/** One arm a unit; as many single values as a percentile could need. */
function sample(name: MetricName, side: Sample['side'], values: readonly number[]): Sample {
  const { quantile } = metric(name);
  const pooled = quantile ? Array.from({ length: 4000 }, (_, i) => 10 + i / 1000) : [];
  return {
    scenario: 'sample',
    metric: name,
    side,
    figure: quantile ? 'quantile' : 'mean',
    arms: values.map((value, unit) => ({ launch: 0, unit, seed: String(unit), value })),
    pooled,
    operations: 4000,
    missing: null,
  };
}

function compare(
  name: MetricName,
  baseline: readonly number[],
  candidate: readonly number[],
  change: Partial<Judging> = {},
) {
  const [comparison] = compareSamples(
    [sample(name, 'baseline', baseline), sample(name, 'candidate', candidate)],
    judging(change),
  );
  if (!comparison) throw new Error('nothing was compared');
  return comparison;
}

const near = (actual: number | undefined, expected: number): boolean =>
  actual !== undefined && Math.abs(actual - expected) < 1e-9;

test('the ratio is the geometric mean over units, its limits those of the sign flips', () => {
  const { ratio, verdict, reason } = compare(
    'response.p50',
    [100, 100, 100, 100, 100, 100],
    [50, 60, 70, 80, 70, 60],
  );
  assert.ok(near(ratio?.value, (0.5 * 0.6 * 0.7 * 0.8 * 0.7 * 0.6) ** (1 / 6)));
  assert.ok(near(ratio?.lo, 0.5) && near(ratio?.hi, 0.8));
  assert.is(ratio?.confidence, 0.95);
  assert.is(verdict, 'faster');
  assert.is(reason, undefined);
});

test('the two pairs of A B B A are one unit', () => {
  const arms = (values: readonly number[]) =>
    values.map((value, index) => ({
      launch: 0,
      unit: Math.floor(index / 2),
      seed: `${index}`,
      value,
    }));
  const twelve = Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? 10 : 40));
  const baseline = { ...sample('throughput', 'baseline', []), arms: arms(twelve) };
  const candidate = {
    ...sample('throughput', 'candidate', []),
    arms: arms(twelve.map((value) => (value === 10 ? 10 : 160))).toReversed(),
  };
  const [comparison] = compareSamples([candidate, baseline], judging());
  assert.ok(near(comparison?.ratio?.value, 2));
  assert.is(comparison?.verdict, 'faster');
  assert.match(comparison?.reason ?? '', /exact/);
});

test('deterministic counts have an interval of no width and say so', () => {
  const { ratio, verdict, reason } = compare(
    'db.statementsPerOperation',
    Array(6).fill(161),
    Array(6).fill(38),
  );
  assert.ok(near(ratio?.lo, 38 / 161) && near(ratio?.hi, 38 / 161));
  assert.is(verdict, 'faster');
  assert.match(reason ?? '', /exact/);
});

test('too few units give no number, and a quick run gives one without a claim', () => {
  const judged = compare('cpu.msPerOperation', [4, 5, 6], [2, 2, 2]);
  assert.is(judged.ratio, null);
  assert.is(judged.verdict, 'not judged');
  assert.is(judged.reason, '3 units; 6 are needed: measure longer');
  const quick = compare('cpu.msPerOperation', [4, 5, 6], [2, 2, 2], { judge: false });
  assert.is(quick.ratio?.confidence, 0);
  assert.ok(near(quick.ratio?.lo, 1 / 3) && near(quick.ratio?.hi, 1 / 2));
  assert.is(quick.verdict, 'not judged');
  const one = compare('cpu.msPerOperation', [4], [2], { judge: false });
  assert.ok(near(one.ratio?.value, 0.5) && one.ratio?.lo === one.ratio?.hi);
  assert.match(one.reason ?? '', /1 unit/);
});

test('too few values for a percentile are said, not guessed', () => {
  const few = (side: Sample['side'], operations: number) => ({
    ...sample('response.p99', side, [1, 1, 1, 1, 1, 1]),
    operations,
  });
  const [both] = compareSamples([few('baseline', 86), few('candidate', 86)], judging());
  assert.is(both?.reason, '86 values, 368 are needed');
  assert.is(both?.ratio, null);
  const [one] = compareSamples([few('baseline', 400), few('candidate', 86)], judging());
  assert.is(one?.reason, 'candidate: 86 values, 368 are needed');
  assert.ok(one?.baseline);
});

test('below the resolution there is no ratio, but there may be a direction', () => {
  const lag = [498, 300, 700, 450, 520, 480];
  const clear = compare('loop.lag.p99', lag, [0, 3, 0, 9, 0, 1]);
  assert.is(clear.ratio, null);
  assert.is(clear.verdict, 'faster');
  assert.is(clear.reason, 'candidate: below the resolution (<10 ms)');
  assert.is(compare('loop.lag.p99', [0, 3, 0, 9, 0, 1], lag).verdict, 'slower');
  const neither = compare('loop.lag.p99', [9, 9, 9, 9, 9, 9], [0, 0, 0, 0, 0, 0]);
  assert.is(neither.verdict, 'not judged');
  assert.is(neither.reason, 'no ratio: below the resolution (<10 ms) on both sides');
  const mixed = compare('loop.lag.p99', [12, 8, 15, 9, 11, 8], [8, 12, 9, 15, 8, 11]);
  assert.is(mixed.verdict, 'unsure');
  assert.is(compare('loop.lag.p99', lag.slice(1), [0, 0, 0, 0, 0]).verdict, 'not judged');
});

test('a side that is 0 has a direction where enough units agree', () => {
  const { verdict, reason, ratio } = compare(
    'loop.blocked',
    [181, 170, 190, 175, 188, 181],
    Array(6).fill(0),
  );
  assert.is(verdict, 'faster');
  assert.equal(ratio, { value: 0, lo: 0, hi: 0, confidence: 0.95 });
  assert.is(reason, 'candidate: 0');
  const some = compare('loop.blocked', [100, 100, 100, 100, 100, 100], [0, 6, 0, 0, 12, 0]);
  assert.is(some.ratio?.value, 0.03);
  assert.ok(some.ratio?.lo === 0 && near(some.ratio.hi, 0.12));
  const none = compare('ws.lost', Array(6).fill(0), Array(6).fill(0));
  assert.is(none.verdict, 'not judged');
  assert.is(none.reason, 'no ratio: 0 on both sides');
  assert.ok(none.baseline && none.candidate);
  const seldom = compare('loop.stalls', [0, 0, 0, 6, 0, 0], Array(6).fill(0));
  assert.is(seldom.verdict, 'unsure');
  assert.match(seldom.reason ?? '', /0 in 5 of 6 arms/);
});

test('overhead that is not above 0 is compared by its direction', () => {
  const { verdict, reason } = compare('overhead.p50', [5, 6, 7, 5, 6, 7], [-1, 1, 0, -2, -1, 1]);
  assert.is(verdict, 'faster');
  assert.match(reason ?? '', /0 or less in 4 of 6 arms/);
});

test('failures that reach a figure leave no number', () => {
  const inUnits = compare('response.p95', [10, 10, 10, 10, 10, 10], [9, 9, 9, 9, 9, Infinity]);
  assert.is(inUnits.ratio, null);
  assert.match(inUnits.reason ?? '', /endless/);
  const failed = {
    ...sample('response.p50', 'candidate', Array(6).fill(1)),
    pooled: Array(9).fill(Infinity),
  };
  const [inFigure] = compareSamples(
    [sample('response.p50', 'baseline', Array(6).fill(1)), failed],
    judging(),
  );
  assert.is(inFigure?.candidate, null);
  assert.match(inFigure?.reason ?? '', /^candidate: .*endless/);
});

test('an arm without its partner is left out of the ratio, not of its side', () => {
  const baseline = sample('cpu.msPerOperation', 'baseline', [2, 2, 2, 2, 2, 2, 9]);
  const candidate = sample('cpu.msPerOperation', 'candidate', [1, 1, 1, 1, 1, 1]);
  const [comparison] = compareSamples([baseline, candidate], judging());
  assert.ok(near(comparison?.ratio?.value, 0.5));
  assert.is(comparison?.baseline?.units, 7);
  assert.ok(near(comparison?.baseline?.value, 3));
});

test('a metric without a direction has a ratio and no verdict', () => {
  const { ratio, verdict, reason } = compare(
    'ws.messagesPerSecond',
    [9, 8, 9, 8, 9, 8],
    [1, 2, 1, 2, 1, 2],
  );
  assert.ok(ratio);
  assert.is(verdict, 'not judged');
  assert.is(reason, 'no direction is better');
});

test('a mean of what cannot be negative has no limit below 0', () => {
  const { baseline } = compare('ws.lost', [0, 0, 0, 0, 0, 6], Array(6).fill(0));
  assert.is(baseline?.lo, 0);
  assert.ok((baseline?.hi ?? 0) > 1);
});

test.run();
