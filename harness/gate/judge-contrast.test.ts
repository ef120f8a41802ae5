import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import type { Side } from '../record/arm-result.ts';
import type { MetricName } from '../record/metric.ts';
import { whatWouldSettle } from './judge-contrast.ts';
import { judgeLimits } from './judge-limits.ts';
import { parseLimit } from './limit.ts';
import { madeUpUnits, nothingYet } from './made-up-units.ts';
import type { GateUnit } from './unit-values.ts';

const test = suite('judge contrast');

const noise = seededRandom('noise');
const noisy = (ratio: number) => (side: Side, _unit: number) =>
  10 * Math.exp(0.02 * (noise() - 0.5)) * (side === 'candidate' ? ratio : 1);

/** Units with a value of their own for each side. */
const unitsWith = (
  count: number,
  metric: MetricName,
  value: (side: Side, unit: number) => number,
): GateUnit[] =>
  madeUpUnits(count, 1, seededRandom('units')).map((unit, index) => ({
    ...unit,
    values: {
      [metric]: { baseline: value('baseline', index), candidate: value('candidate', index) },
    },
  }));

test('what is unsure says what is excluded and how much longer would settle it', () => {
  const table: [value: number, halfWidth: number, RegExp][] = [
    // Half as far from the limit as the interval is wide: four times as long.
    [1.05 * Math.exp(-0.02), 0.04, /about 4\.0 times as long/],
    // The interval excludes the limit, but not at the level of this look.
    [1.05 * Math.exp(-0.05), 0.04, /about 1\.5 times as long/],
    [1.05 * Math.exp(-0.005), 0.04, /too close to the limit/],
    [1.05, 0.04, /too close to the limit/],
  ];
  for (const [value, halfWidth, expected] of table) {
    const [lo, hi] = [value * Math.exp(-halfWidth), value * Math.exp(halfWidth)];
    const said = whatWouldSettle(1.05, { value, lo, hi });
    assert.match(said, expected);
    assert.ok(said.startsWith(`only a ratio above ${hi.toFixed(3)} or below ${lo.toFixed(3)}`));
  }
});

test('a tail that the candidate has in some units is not kept for their being weighed little', () => {
  const units = unitsWith(60, 'response.p99', (side, unit) =>
    side === 'candidate' && unit % 10 === 0 ? 100 : noisy(1)(side, unit),
  );
  const limits = [parseLimit('response.p99.ratio<=1.05')];
  const at = (level: number) => judgeLimits(limits, { ...nothingYet, units, level })[0]?.state;
  assert.equal([at(0.05), at(0.001)], ['broken', 'unsure']);
});

test('launches that differ say so, and still break a limit that each of them breaks by far', () => {
  const ofLaunch = [1.9, 2.1, 1.95, 2.2];
  const units = unitsWith(60, 'response.p50', (side, unit) =>
    noisy(ofLaunch[Math.floor(unit / 15)] ?? 1)(side, unit),
  );
  const [p50] = judgeLimits([parseLimit('response.p50.ratio<=1.05')], { ...nothingYet, units });
  assert.is(p50?.state, 'broken');
  assert.match(p50?.reason ?? '', /launches differ .*: judged by 4 launches/);
});

test('one event in one unit proves nothing, and passes at last', () => {
  const units = unitsWith(60, 'db.connectsPerOperation', (side, unit) =>
    side === 'candidate' && unit === 7 ? 0.01 : 0,
  );
  const limits = [parseLimit('db.connectsPerOperation.ratio<=1.01')];
  const at = (last: boolean) => judgeLimits(limits, { ...nothingYet, units, last })[0]?.state;
  assert.equal([at(false), at(true)], ['unsure', 'kept']);
  const each = unitsWith(60, 'db.connectsPerOperation', (side) => (side === 'candidate' ? 0.1 : 0));
  assert.is(judgeLimits(limits, { ...nothingYet, units: each })[0]?.state, 'broken');
});

test('rare stalls are not lost where launches differ', () => {
  // The candidate hangs once in ten units; calm units of each launch have a gain of their own.
  const gainOf = [0.8, 0.82, 0.84, 0.86];
  const units = unitsWith(80, 'response.p99', (side, unit) =>
    side === 'candidate' && unit % 10 === 0
      ? 500
      : noisy(gainOf[Math.floor(unit / 20)] ?? 1)(side, unit),
  );
  const [p99] = judgeLimits([parseLimit('response.p99.ratio<=1.05')], { ...nothingYet, units });
  assert.match(p99?.reason ?? '', /launches differ/);
  assert.is.not(p99?.state, 'kept');
});

test('what is 0 in a unit passes without proof only where most units have nothing', () => {
  const metric = 'db.connectsPerOperation';
  const state = (text: string, value: (side: Side, unit: number) => number, last = true) => {
    const units = unitsWith(60, metric, value);
    const limits = [parseLimit(`${metric}.ratio${text}`)];
    return judgeLimits(limits, { ...nothingYet, units, last })[0]?.state;
  };
  // One unit without any, among many that vary: no proof of sameness.
  const oneZero = (side: Side, unit: number): number =>
    side === 'baseline' && unit === 7 ? 0 : noisy(1)(side, unit) * (1 + (unit % 2));
  assert.is(state('<=1.01', oneZero), 'unsure');
  assert.is(state('<=1.5', oneZero), 'kept');
  // Few on both sides: only the last look lets them pass, and never as a gain that was asked for.
  const few = (side: Side, unit: number): number =>
    unit % 20 === (side === 'candidate' ? 3 : 4) ? 0.1 : 0;
  assert.equal([state('<=1.01', few, false), state('<=1.01', few)], ['unsure', 'kept']);
  assert.is(state('<=0.5', few), 'unsure');
});

test('too few values for a percentile are unsure', () => {
  const units = unitsWith(30, 'response.p99', noisy(1)).map((unit) => ({
    ...unit,
    operations: { baseline: 10, candidate: 10 },
  }));
  const [p99] = judgeLimits([parseLimit('response.p99.ratio<=9')], { ...nothingYet, units });
  assert.equal([p99?.state, p99?.reason], ['unsure', '300 values of a side; 368 are needed']);
});

test.run();
