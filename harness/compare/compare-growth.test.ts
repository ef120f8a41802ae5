import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import type { Collection, Side } from '../record/arm-result.ts';
import { compareGrowth } from './compare-growth.ts';
import { idleServer, operation, sampleArm } from './sample-arm.ts';

const test = suite('compareGrowth');
const judging = { confidence: 0.95, margin: 0.05, judge: true, random: seededRandom('growth') };

/** An arm of 1,000 operations in each of two launches, and a collection after every 50. */
const armsOf = (side: Side, bytesEach: number, count = 1000) =>
  [0, 1].map((launch) => {
    const records = Array.from({ length: count }, (_, index) =>
      operation(0, { plannedUs: index * 1000 }),
    );
    const collections = Array.from({ length: Math.floor(count / 50) }, (_, index): Collection => {
      const done = (index + 1) * 50;
      // A launch may hold much more than another: that is no growth.
      const heapBytes = 5e6 * (1 + launch) + bytesEach * done;
      return { atUs: done * 1000 - 500, heapBytes, bufferBytes: 2e6, rssBytes: 6e7 };
    });
    return sampleArm({ side, unit: 0 }, records, {
      launch,
      server: { ...idleServer, collections },
    });
  });

const heapOf = (baseline: number, candidate: number, judge = true) =>
  compareGrowth('sample', [...armsOf('baseline', baseline), ...armsOf('candidate', candidate)], {
    ...judging,
    judge,
  })[0];

test('the growth of each side, in KiB per 1,000 operations, and no ratio', () => {
  const heap = heapOf(2048, 1024);
  assert.is(heap?.metric, 'memory.heap.growthPerThousand');
  assert.is(Math.round(heap?.baseline?.value ?? 0), 2000);
  assert.is(Math.round(heap?.candidate?.value ?? 0), 1000);
  assert.equal([heap?.baseline?.units, heap?.baseline?.operations], [20, 2000]);
  assert.equal([heap?.ratio, heap?.verdict], [null, 'faster']);
  assert.is(heapOf(1024, 2048)?.verdict, 'slower');
});

test('what neither side does is the same, what both do alike is not told apart', () => {
  assert.is(heapOf(0, 0.5)?.verdict, 'same');
  assert.is(heapOf(1024, 1024)?.verdict, 'unsure');
  assert.match(heapOf(1024, 0, false)?.reason ?? '', /quick run/);
});

test('too few operations or collections are said in place of a figure', () => {
  const few = compareGrowth('sample', [...armsOf('baseline', 9, 40)], judging)[0];
  assert.is(few?.verdict, 'not judged');
  assert.match(few?.reason ?? '', /baseline: 80 operations, 100 are needed/);
  const short = [...armsOf('baseline', 9, 100), ...armsOf('candidate', 9)];
  const rare = compareGrowth('sample', short, judging)[0];
  assert.match(
    rare?.reason ?? '',
    /^baseline: 2 full garbage collections .* 8 are needed: measure/,
  );
});

test.run();
