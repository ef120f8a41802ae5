import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { parseLimit } from './limit.ts';
import { falseAlarms, planLooks } from './looks.ts';
import { madeUpUnits } from './made-up-units.ts';
import { relabelledFailures } from './relabel.ts';

const test = suite('relabel');

const limits = ['response.p50.ratio<=1.05', 'response.p95.ratio<=1.05'].map(parseLimit);
const stalls = Array.from({ length: 4 }, () => ({ baseline: null, candidate: null }));
const looks = planLooks([15, 15, 15, 15], falseAlarms);

/** Even of units that differ: exchanged by lot, they are alike. */
for (const ratio of [1, 1.5]) {
  test(`exchanged by lot, units of a ratio of ${ratio} fail about as often as is meant`, () => {
    const random = seededRandom(`relabel ${ratio}`);
    const units = madeUpUnits(60, ratio, random);
    const table = { units, controls: [], stalls, counts: [] };
    const failed = relabelledFailures(table, limits, looks, 300, random);
    // 5 % and three standard errors of 300; at least one, or the check could not fail.
    assert.ok(failed >= 1 && failed <= 26, `${failed} of 300`);
  });
}

test('before the first look nothing fails', () => {
  const random = seededRandom('none');
  const table = {
    units: madeUpUnits(15, 2, random),
    controls: [],
    stalls: stalls.slice(1, 2),
    counts: [],
  };
  assert.is(relabelledFailures(table, limits, looks, 100, random), 0);
});

test.run();
