import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { trendPValue } from './trend.ts';

const test = suite('trend');

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test('a series that only rises, in either direction', () => {
  // S = 45, variance 125: z = 44 / 11.18 = 3.935.
  for (const series of [upTo(10), upTo(10).reverse()]) {
    assert.ok(Math.abs(trendPValue(series) - 8.3e-5) < 1e-6);
  }
  assert.is(trendPValue([1, 1, 1, 1]), 1);
  assert.is(trendPValue([1, 2]), 1);
});

test('a series without a trend is one in a hundred times said to have one', () => {
  const random = seededRandom('trend');
  const found = upTo(2000).filter(() => trendPValue(upTo(40).map(() => random())) < 0.01).length;
  assert.ok(found >= 8 && found <= 34, `${found}`);
});

test.run();
