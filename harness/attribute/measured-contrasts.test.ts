import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { operations, pairs, sampleArm } from '../compare/sample-arm.ts';
import type { MetricName } from '../record/metric.ts';
import { contrastOf, type MeasuredComparison } from './measured-contrasts.ts';

const test = suite('the contrast of a comparison');

/** Two units; the candidate takes half the time. */
const comparison = (count: number): MeasuredComparison => ({
  from: 0,
  to: 1,
  load: pairs,
  arms: [0, 1].flatMap((unit) => [
    sampleArm({ side: 'baseline', unit }, operations(count, 100)),
    sampleArm({ side: 'candidate', unit }, operations(count, 50)),
  ]),
  faults: [],
});

/** As many values as it takes for every second arm to have one above the percentile. */
const cases: readonly (readonly [MetricName, enough: number])[] = [
  ['response.p50', 1],
  ['response.p90', 5],
  ['response.p95', 10],
  ['response.p99', 50],
  ['response.p999', 500],
];
for (const [metric, enough] of cases) {
  test(`${metric} is taken from arms of ${enough} values`, () => {
    const contrast = contrastOf(comparison(enough), metric);
    assert.ok('logRatios' in contrast, JSON.stringify(contrast));
    assert.is(contrast.logRatios.length, 2);
    for (const each of contrast.logRatios) assert.ok(Math.abs(each - Math.log(0.5)) < 0.02);
  });
}

for (const [metric, enough] of cases.slice(1)) {
  test(`${metric} of arms with ${enough - 1} values is said to be none`, () => {
    const contrast = contrastOf(comparison(enough - 1), metric);
    assert.ok('missing' in contrast);
    assert.match(contrast.missing, new RegExp(`^an arm has ${enough - 1} values.*--duration`));
  });
}

test('the largest value is always the largest value', () => {
  assert.ok('logRatios' in contrastOf(comparison(3), 'response.max'));
});

test.run();
