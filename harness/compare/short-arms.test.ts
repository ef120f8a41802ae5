import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Load } from '../config/scenario.ts';
import { operations, pairs, sampleArm } from './sample-arm.ts';
import { saysUnsettled, shortArms } from './short-arms.ts';

const test = suite('arms that are short for what they hold');

/** Of 10 s. */
const arms = (count: number, responseMs: number) =>
  [0, 1].map((unit) => sampleArm({ side: 'baseline', unit }, operations(count, responseMs)));

for (const responseMs of [10, 2000, 3300]) {
  test(`operations of ${responseMs} ms have settled within 10 s`, () => {
    assert.equal(shortArms('s', pairs, arms(100, responseMs)), []);
  });
}

test('operations of 3.4 s have not, and that is said of the side', () => {
  const [said = '', ...more] = shortArms('s', pairs, arms(100, 3400));
  assert.equal(more, []);
  assert.match(
    said,
    /^s: the arms are short for the baseline .* its P95 is 3\.4 s or more, and an arm of 10 s/,
  );
  assert.ok(saysUnsettled(said));
  assert.not(saysUnsettled('s: 1 of 16 arms invalid and left out: late'));
});

test('few operations prove nothing', () => {
  assert.equal(shortArms('s', pairs, arms(20, 3400)), []);
  assert.equal(shortArms('s', pairs, []), []);
});

test('short arms in quads, and bursts, are not asked', () => {
  const quads: Load = { kind: 'open', ratePerSecond: 10, armMs: 250, cutMs: 0, unit: 'quad' };
  const burst: Load = { kind: 'episode', operations: 5, withinMs: 100 };
  for (const load of [quads, burst]) assert.equal(shortArms('s', load, arms(100, 3400)), []);
});

test.run();
