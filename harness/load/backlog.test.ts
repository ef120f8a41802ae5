import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Backlog } from './backlog.ts';

const test = suite('backlog');

const meansOf = (...operations: [plannedMs: number, endedMs: number][]): readonly number[] => {
  const backlog = new Backlog(1000);
  for (const [plannedMs, endedMs] of operations) backlog.add(plannedMs, endedMs);
  return backlog.means().map((mean) => Math.round(mean * 1e9) / 1e9);
};

test('an operation counts in each tenth for the share of it that it was there', () => {
  assert.equal(meansOf(), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  assert.equal(meansOf([150, 350]), [0, 0.5, 1, 0.5, 0, 0, 0, 0, 0, 0]);
  assert.equal(meansOf([0, 100], [20, 40]), [1.2, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('what ends after the planned time is in flight to its end', () => {
  assert.equal(meansOf([900, 5000]), [0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test("Little's law: the mean in flight is the rate times the response time", () => {
  // Ten a second, 400 ms each: four in flight once the first have ended.
  const operations = Array.from({ length: 10 }, (_, index): [number, number] => [
    index * 100,
    index * 100 + 400,
  ]);
  assert.equal(meansOf(...operations), [1, 2, 3, 4, 4, 4, 4, 4, 4, 4]);
});

test.run();
