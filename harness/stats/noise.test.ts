import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { typicalRatio } from './noise.ts';

const test = suite('noise');

test('either way round is the same distance, and the median is taken', () => {
  const ratio = typicalRatio([
    [100, 103],
    [103, 100],
    [100, 300],
  ]);
  assert.ok(ratio !== null && Math.abs(ratio - 1.03) < 1e-12);
});

test('no difference is a ratio of 1', () => {
  assert.is(typicalRatio([[5, 5]]), 1);
});

test('pairs without a ratio are passed over', () => {
  assert.is(typicalRatio([]), null);
  assert.is(
    typicalRatio([
      [0, 1],
      [1, Infinity],
      [-2, -1],
    ]),
    null,
  );
});

test.run();
