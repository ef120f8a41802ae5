import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Lag } from '../probe/probe-line.ts';
import { turnDelay } from './turn-delay.ts';

const test = suite('turn delay');

const lagsOf = (lagsMs: readonly number[]): Lag[] => lagsMs.map((lagMs, at) => [at, lagMs]);

test('an idle window has no delay', () => {
  const { meanMs, maxMs, quantileMs } = turnDelay([], 10_000);
  assert.equal([meanMs, maxMs, quantileMs(0.5), quantileMs(0.99)], [0, 0, 0, 0]);
});

test('a block of a second in ten is one turn of 450', () => {
  const { meanMs, maxMs, quantileMs } = turnDelay(lagsOf([1000]), 10_000);
  assert.is(meanMs, 1000 / 450);
  assert.is(maxMs, 1000);
  assert.is(quantileMs(0.99), 0);
  assert.is(quantileMs(1), 1000);
});

test('when every turn is late, all of them count', () => {
  const { meanMs, quantileMs } = turnDelay(lagsOf([40, 10, 30, 20]), 140);
  assert.is(meanMs, 25);
  assert.equal([quantileMs(0.25), quantileMs(0.5), quantileMs(0.75)], [10, 20, 30]);
});

test('quantiles grow with their share, and end at the longest', () => {
  const lagMs = fc.double({ min: 1, max: 500, noNaN: true });
  fc.assert(
    fc.property(fc.array(lagMs, { minLength: 1 }), (lagsMs) => {
      const { meanMs, maxMs, quantileMs } = turnDelay(lagsOf(lagsMs), 10_000);
      const quantiles = [0.01, 0.5, 0.9, 0.99, 1].map(quantileMs);
      assert.equal(
        quantiles,
        quantiles.toSorted((a, b) => a - b),
      );
      assert.is(quantiles.at(-1), maxMs);
      assert.ok(meanMs <= maxMs);
    }),
  );
});

test.run();
