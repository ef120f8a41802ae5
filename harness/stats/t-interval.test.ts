import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mean, tInterval } from './t-interval.ts';

const test = suite('t interval');

/** Student's sleep data: extra hours of ten patients, second drug minus first (Biometrika 1908). */
const sleep = [1.2, 2.4, 1.3, 1.3, 0, 1.0, 1.8, 0.8, 4.6, 1.4];

test("equals R: t.test on Student's sleep data", () => {
  const interval = tInterval(sleep);
  assert.ok(Math.abs(mean(sleep) - 1.58) < 1e-12);
  assert.ok(interval && Math.abs(interval.lo - 0.7001142) < 1e-6);
  assert.ok(interval && Math.abs(interval.hi - 2.4598858) < 1e-6);
});

test('two values at 95 % reach 12.706 standard errors to each side', () => {
  const interval = tInterval([1, 3]);
  assert.ok(interval && Math.abs(interval.hi - 2 - 12.7062047) < 1e-6);
});

test('one value tells nothing of its spread, equal values have none', () => {
  assert.is(tInterval([4]), null);
  assert.is(tInterval([]), null);
  assert.equal(tInterval([4, 4, 4]), { lo: 4, hi: 4 });
});

test.run();
