import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { planLooks } from './looks.ts';

const test = suite('looks');

test('after each launch, from 40 % of the units on', () => {
  const launchesOf = (units: readonly number[]) =>
    planLooks(units, 0.05).map(({ launches, last }) => [launches, last]);
  assert.equal(launchesOf([10, 10]), [
    [1, false],
    [2, true],
  ]);
  assert.equal(launchesOf([12, 12, 12, 12, 12]), [
    [2, false],
    [3, false],
    [4, false],
    [5, true],
  ]);
  assert.equal(launchesOf([7]), [[1, true]]);
});

test('the later, the easier', () => {
  const levels = planLooks([12, 12, 12, 12, 12], 0.05).map(({ level }) => level.toFixed(4));
  assert.equal(levels, ['0.0019', '0.0108', '0.0249', '0.0410']);
});

test.run();
