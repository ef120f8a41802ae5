import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { unsureWords } from './unsure.ts';

const test = suite('unsure');

const around = (value: number, halfWidth: number) => ({
  value,
  lo: value * Math.exp(-halfWidth),
  hi: value * Math.exp(halfWidth),
});

const table: [value: number, halfWidth: number, RegExp][] = [
  // No effect, an interval twice as wide as the margin: four times as many.
  [1, 2 * Math.log(1.05), /below −9\.3 % or above \+10\.3 % is excluded; about 4\.0 times/],
  // An effect of 4 % is sooner told from 1 than from the margin of 5 %.
  [1.04, 2 * Math.log(1.04), /about 4\.0 times/],
  [1.001, 0.06, /about 1\.6 times/],
  [1.025, 1, /hardly settle it/],
];

test('what is excluded is said, and how much more would settle it', () => {
  for (const [value, halfWidth, expected] of table) {
    assert.match(unsureWords(around(value, halfWidth), 0.05), expected);
  }
});

test.run();
