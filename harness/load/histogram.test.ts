import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { messageFrom } from '../launch/heard-from.ts';
import { hardDistributions } from './hard-distributions.ts';
import { Histogram } from './histogram.ts';

const test = suite('histogram');

const durations = fc.array(fc.nat(3_600_000_000), { minLength: 1, maxLength: 100 });

test('a percentile is the value at its rank, within a thousandth', () =>
  fc.assert(
    fc.property(durations, fc.constantFrom(0.5, 0.95, 0.99, 1), (valuesUs, p) => {
      const sorted = valuesUs.toSorted((a, b) => a - b);
      const exact = sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? 0;
      const approximate = Histogram.of(valuesUs).percentileUs(p);
      assert.ok(Math.abs(approximate - exact) <= exact / 1000 + 1, `${approximate} for ${exact}`);
    }),
  ));

test('comes back from its compressed form with the same percentiles', () =>
  fc.assert(
    fc.property(durations, (valuesUs) => {
      const histogram = Histogram.of(valuesUs);
      const back = Histogram.fromCompressedBase64(histogram.toCompressedBase64());
      assert.is(back.count, valuesUs.length);
      for (const p of [0, 0.5, 0.95, 0.99, 1]) {
        assert.is(back.percentileUs(p), histogram.percentileUs(p));
      }
    }),
    { numRuns: 20 },
  ));

/** Exact, by sorting: nearest rank, the smallest value that at least `p` of all values do not exceed. */
function exactly(sorted: readonly number[], thousandths: number): number {
  // In whole numbers: 0.99 * 20,000 would be right by luck only.
  return sorted[Math.ceil((thousandths * sorted.length) / 1000) - 1] ?? Number.NaN;
}

function assertAccurate(histogram: Histogram, valuesUs: readonly number[], what: string): void {
  const sorted = valuesUs.toSorted((a, b) => a - b);
  assert.is(histogram.count, sorted.length);
  for (const thousandths of [500, 900, 950, 990, 999, 1000]) {
    const exactUs = exactly(sorted, thousandths);
    const us = histogram.percentileUs(thousandths / 1000);
    const fault = `${what}: ${us} us for ${exactUs} us at P${thousandths / 10}`;
    assert.ok(Math.abs(us - exactUs) <= 0.002 * exactUs, fault);
  }
}

for (const [name, valuesUs] of Object.entries(hardDistributions)) {
  test(`percentiles are within 0.2 % of sorting: ${name}`, () =>
    assertAccurate(Histogram.of(valuesUs), valuesUs, name));
}

const recording = 'record-a-part';
const parts = 3;

/** Of every distribution, the values number `part`, `part + 3`, ... : what one of three machines saw. */
const recordPart = (part: number): readonly (readonly [name: string, compressed: string])[] =>
  Object.entries(hardDistributions).map(([name, valuesUs]) => {
    const seen = valuesUs.filter((_, index) => index % parts === part);
    return [name, Histogram.of(seen).toCompressedBase64()];
  });

async function recordInAnotherProcess(part: number): Promise<ReadonlyMap<string, string>> {
  const child = fork(fileURLToPath(import.meta.url), [recording, `${part}`]);
  return new Map((await messageFrom(child)) as ReturnType<typeof recordPart>);
}

/**
 * The counts of all buckets, as the compressed form writes them. What comes before them is how it
 * was compressed (8 bytes) and the histogram's settings (40), among them how large it has grown.
 */
const countsOf = (histogram: Histogram): Buffer =>
  inflateSync(Buffer.from(histogram.toCompressedBase64(), 'base64').subarray(8)).subarray(40);

test('what three processes recorded adds up to the histogram of all, exactly', async () => {
  const recorded = await Promise.all([0, 1, 2].map(recordInAnotherProcess));
  for (const [name, valuesUs] of Object.entries(hardDistributions)) {
    const merged = new Histogram();
    for (const part of recorded) {
      merged.add(Histogram.fromCompressedBase64(part.get(name) ?? 'missing'));
    }
    const single = Histogram.of(valuesUs);
    assert.equal(countsOf(merged), countsOf(single), name);
    const sent = Histogram.fromCompressedBase64(single.toCompressedBase64());
    assert.is(merged.toHgrm(), sent.toHgrm(), name);
    assertAccurate(merged, valuesUs, `${name}, merged`);
  }
});

test('two histograms add up to the histogram of all their values', () => {
  const sum = Histogram.of([1, 20, 300]);
  sum.add(Histogram.of([4000, 50_000]));
  assert.is(sum.toHgrm(), Histogram.of([1, 20, 300, 4000, 50_000]).toHgrm());
});

test('an empty one counts 0', () => {
  assert.is(Histogram.of([]).count, 0);
  assert.is(Histogram.of([]).percentileUs(0.99), 0);
});

test('the percentile table is in milliseconds', () => {
  const table = Histogram.of([1500, 1500, 1500]).toHgrm();
  assert.match(table, /Value\s+Percentile\s+TotalCount/);
  assert.match(table, /1\.500\s+1\.0+\s+3/);
});

const [, , command, part] = process.argv;
if (command === recording) {
  process.send?.(recordPart(Number(part)));
  process.disconnect();
} else {
  test.run();
}
