import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { OperationRecord } from '../record/arm-result.ts';
import { quantileRatios } from './quantile-ratios.ts';
import { operation, sampleArm, sampleUnits } from './sample-arm.ts';

const test = suite('the ratio at each percentile');

const percentiles = [0.05, 0.1, 0.5, 0.9, 0.95, 0.99];

/** 20 operations an arm, of 1 to 20 times as long; the candidate's slowest half is 3 times faster. */
const units = (count: number, change: Partial<OperationRecord> = {}) =>
  sampleUnits(count, (side, unit) =>
    sampleArm(
      { side, unit },
      Array.from({ length: 20 }, (_, index) => {
        const ms = 10 * (index + 1) * (1 + unit / 10);
        return operation(side === 'candidate' && index >= 10 ? ms / 3 : ms, change);
      }),
    ),
  );

test('each percentile that an arm carries has its own ratio, with an interval', () => {
  const ratios = quantileRatios(units(7), 2000, percentiles);
  assert.equal(
    ratios.map(({ p }) => p),
    [0.05, 0.1, 0.5, 0.9, 0.95],
  );
  for (const { value, interval, units: used } of ratios) {
    assert.is(used, 7);
    assert.ok(interval && interval.lo <= value && value <= interval.hi);
    assert.ok(value > 0.3 && value <= 1.0001, `${value}`);
  }
});

test('of one unit there is no interval', () => {
  for (const { interval } of quantileRatios(units(1), 2000, percentiles)) assert.is(interval, null);
});

test('what was planned before the cut does not count', () => {
  assert.equal(quantileRatios(units(3), 4000, percentiles), []);
});

test('failures reach every percentile of arms in which all failed', () => {
  assert.equal(quantileRatios(units(3, { outcome: 'errored' }), 2000, percentiles), []);
});

test('nothing was measured', () => assert.equal(quantileRatios([], 0, percentiles), []));

test.run();
