import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import type { ArmResult, Collection } from '../record/arm-result.ts';
import type { SoakSide } from '../record/run.ts';
import { judgeSoak } from './judge-soak.ts';
import { idleServer, operation, sampleArm } from './sample-arm.ts';

const test = suite('judgeSoak');

/** Operations in all, one a millisecond; a collection after every 50. */
const operations = 4000;
const every = 50;

type Held = (done: number) => Partial<Record<'heap' | 'buffers' | 'rss', number>>;

/** One arm of a baseline that held so much, in bytes beside a constant. */
function judged(held: Held, count = operations): SoakSide {
  const records = Array.from({ length: count }, (_, index) =>
    operation(0, { plannedUs: index * 1000 }),
  );
  const collections = Array.from({ length: Math.floor(count / every) }, (_, index): Collection => {
    const done = (index + 1) * every;
    const { heap = 0, buffers = 0, rss = 0 } = held(done);
    return {
      atUs: done * 1000 - 500,
      heapBytes: 5e6 + heap,
      bufferBytes: 2e6 + buffers,
      rssBytes: 6e7 + rss,
    };
  });
  const server = { ...idleServer, collections };
  const arm: ArmResult = sampleArm({ side: 'baseline', unit: 0 }, records, { server });
  return judgeSoak([arm], 10).baseline;
}

/** Numbers around 0. */
const noise = (seed: string, bytes: number) => {
  const random = seededRandom(seed);
  return () => (random() + random() - 1) * bytes;
};

test('a kilobyte an operation is a leak, of heap, of buffers or of both', () => {
  const random = noise('leak', 100_000);
  const heap = judged((done) => ({ heap: 1024 * done + random(), buffers: random() }));
  assert.is(heap.verdict, 'leaks');
  assert.match(heap.words, /^leaks: (9[5-9]\d|1,0[0-5]\d) \[\d+, [\d,]+\] KiB per 1,000 op/);
  assert.match(heap.words, /\(heap\); at this rate 100 MiB after 1\d\d,000 operations/);
  const buffers = judged((done) => ({ buffers: 1024 * done + random(), heap: random() }));
  assert.match(buffers.words, /\(buffers\)/);
  const both = judged((done) => ({ heap: 205 * done, buffers: 1024 * done }));
  assert.match(both.words, /^leaks: 1,200 .*\(heap and buffers\)/);
  assert.is(Math.round(both.growth.buffers?.lo ?? 0), 1000);
});

test('a server that holds the same has no leak, at most as much as the noise can hide', () => {
  const random = noise('flat', 50_000);
  const { verdict, words, growth } = judged(() => ({ heap: random(), buffers: random() }));
  assert.is(verdict, 'no leak');
  assert.match(words, /^no leak found: at most \d+(\.\d+)? KiB per 1,000 operations \(95 %\)$/);
  assert.ok((growth.heap?.lo ?? 1) < 0 && (growth.heap?.hi ?? -1) > 0);
  assert.match(judged(() => ({})).words, /at most 0 KiB/);
});

test('noise that could hide a hundred bytes an operation finds nothing', () => {
  const random = noise('wild', 2e6);
  const { verdict, words } = judged(() => ({ heap: random() }));
  assert.is(verdict, 'cannot be said');
  assert.match(words, /a growth of [\d,.]+ KiB per 1,000 operations is not excluded: soak longer/);
});

test('a little that V8 adds while it warms up is no leak, however steady: more of it would be', () => {
  const warming = judged((done) => ({ heap: 60 * done }));
  assert.is(warming.verdict, 'no leak');
  assert.match(warming.words, /at most 58\.6 KiB/);
  assert.is(judged((done) => ({ heap: 60 * done }), 12_000).verdict, 'leaks');
});

test('a cache that is full by the half of its operations is no leak', () => {
  assert.is(judged((done) => ({ heap: 1024 * Math.min(done, 1900) })).verdict, 'no leak');
});

test('nor is one that becomes full after it: what came before is over', () => {
  const random = noise('late', 20_000);
  const full = judged((done) => ({ heap: 1024 * Math.min(done, 2800) + random() }));
  assert.is(full.verdict, 'no leak');
});

test('one that fills ever slower is still growing, and is not said to leak', () => {
  const random = noise('coupons', 1000);
  const fills = judged((done) => ({ heap: 4e6 * (1 - Math.exp(-done / 1500)) + random() }));
  assert.is(fills.verdict, 'still growing');
  assert.match(fills.words, /still growing, but ever slower.*at the end \(heap\).*before: soak/);
});

test('a step is no leak, and nor is a sawtooth', () => {
  for (let at = 2000; at < operations; at += 250) {
    const step = judged((done) => ({ heap: done > at ? 500_000 : 0 }));
    assert.is.not(step.verdict, 'leaks', `${at}`);
    const teeth = judged((done) => ({ heap: (done % (at / 4)) * 500 }));
    assert.is.not(teeth.verdict, 'leaks', `every ${at / 4}`);
  }
});

test('resident memory alone leaks nothing, and is named where V8 cannot be what takes it', () => {
  assert.is(judged((done) => ({ rss: 5000 * done })).verdict, 'no leak');
  const native = judged((done) => ({ rss: 50_000 * done }));
  assert.is(native.verdict, 'still growing');
  assert.match(native.words, /resident memory, but nothing that JavaScript holds/);
});

test('too few collections, a server without a probe and a side without arms cannot be judged', () => {
  const { verdict, words, growth } = judged((done) => ({ heap: 1024 * done }), 1500);
  assert.is(verdict, 'cannot be said');
  assert.match(words, /because 15 full garbage collections .* 16 are needed: soak longer/);
  assert.is(growth.heap, null);
  const blind = sampleArm({ side: 'baseline', unit: 0 }, [operation(1)], { server: null });
  const { baseline, candidate } = judgeSoak([blind], 10);
  assert.equal([baseline.operations, candidate.operations], [1, 0]);
  assert.match(candidate.words, /because 0 full garbage collections/);
});

test('whatever is held: noise alone is called a leak less than once in forty', async () => {
  let leaks = 0;
  await fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1000, max: 300_000 }), (seed, bytes) => {
      const random = noise(seed, bytes);
      if (judged(() => ({ heap: random(), buffers: random() })).verdict === 'leaks') leaks += 1;
    }),
    { numRuns: 200, seed: 1 },
  );
  assert.ok(leaks <= 5, `${leaks} of 200`);
});

test('nor is noise that wanders and comes back', () => {
  let leaks = 0;
  for (let run = 0; run < 200; run += 1) {
    const random = noise(`wanders/${run}`, 100_000);
    let at = 0;
    const wander = () => {
      at = 0.7 * at + random();
      return at;
    };
    if (judged(() => ({ heap: wander() })).verdict === 'leaks') leaks += 1;
  }
  assert.ok(leaks <= 10, `${leaks} of 200`);
});

test.run();
