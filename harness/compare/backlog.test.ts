import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { backlogWarnings } from './backlog.ts';
import { operation, pairs, sampleArm } from './sample-arm.ts';

const test = suite('what piles up within an arm');

/** A server that takes so long for each of 10 operations a second, one after another, in 10 s. */
const arms = (serviceMs: number) => {
  let free = 0;
  const records = Array.from({ length: 100 }, (_, index) => {
    const plannedMs = 100 * index;
    free = Math.max(free, plannedMs) + serviceMs;
    return operation(free - plannedMs, { plannedUs: plannedMs * 1000 });
  });
  return [0, 1, 2].map((unit) => sampleArm({ side: 'baseline', unit }, records));
};

for (const serviceMs of [10, 90, 100]) {
  test(`${serviceMs} ms of work every 100 ms are kept up with`, () => {
    assert.equal(backlogWarnings('s', pairs, arms(serviceMs)), []);
  });
}

test('150 ms of work every 100 ms pile up, and by how much is said', () => {
  const [said = '', ...more] = backlogWarnings('s', pairs, arms(150));
  assert.equal(more, []);
  // A third of what is sent stays: 10/3 a second, from the middle of 2 to 4.4 s to that of 7.6 to 10 s.
  const [, early, late] =
    /the baseline .*: ([\d.]+) operations .*, ([\d.]+) at the end/.exec(said) ?? [];
  assert.ok(Math.abs(Number(late) - Number(early) - (10 / 3) * 5.6) < 0.5, said);
});

test('a slow server that keeps up is none that falls behind', () => {
  const records = Array.from({ length: 100 }, (_, index) =>
    operation(1900, { plannedUs: 100_000 * index }),
  );
  const slow = [0, 1].map((unit) => sampleArm({ side: 'candidate', unit }, records));
  assert.equal(backlogWarnings('s', pairs, slow), []);
});

test('bursts and sides without a valid arm have none', () => {
  const burst = { kind: 'episode', operations: 5, withinMs: 100 } as const;
  assert.equal(backlogWarnings('s', burst, arms(150)), []);
  assert.equal(backlogWarnings('s', pairs, []), []);
});

test.run();
