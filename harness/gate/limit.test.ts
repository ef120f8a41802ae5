import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCode, TandemError } from '../error.ts';
import { askedLimits, type Limit, parseLimit, usualLimits } from './limit.ts';

const test = suite('limits');

const table: readonly [string, Omit<Limit, 'text'>][] = [
  ['response.p95.ratio<=1.05', { metric: 'response.p95', of: 'ratio', atMost: true, bound: 1.05 }],
  [
    'response.p99.candidate <= 0.25s',
    { metric: 'response.p99', of: 'candidate', atMost: true, bound: 250 },
  ],
  [
    'errors.rate.candidate<=1%',
    { metric: 'errors.rate', of: 'candidate', atMost: true, bound: 0.01 },
  ],
  ['throughput.baseline>=90/s', { metric: 'throughput', of: 'baseline', atMost: false, bound: 90 }],
  [
    'memory.rss.max.candidate<=1GiB',
    { metric: 'memory.rss.max', of: 'candidate', atMost: true, bound: 1024 },
  ],
  [
    'memory.heap.growthPerThousand.candidate<=1MiB',
    { metric: 'memory.heap.growthPerThousand', of: 'candidate', atMost: true, bound: 1024 },
  ],
  [
    'db.bytesPerOperation.candidate<=1GiB',
    { metric: 'db.bytesPerOperation', of: 'candidate', atMost: true, bound: 2 ** 30 },
  ],
  [
    'memory.rss.max.candidate<=2048KiB',
    { metric: 'memory.rss.max', of: 'candidate', atMost: true, bound: 2 },
  ],
  [
    'loop.stalls.candidate<=1/s',
    { metric: 'loop.stalls', of: 'candidate', atMost: true, bound: 60 },
  ],
];

test('a metric, a side, a bound and its unit', () => {
  for (const [text, expected] of table) {
    const { text: written, bound, ...limit } = parseLimit(text);
    assert.is(written, text.replaceAll(' ', ''));
    assert.equal({ ...limit, bound: Number(bound.toFixed(9)) }, expected);
  }
});

const faults: readonly [string, RegExp][] = [
  ['', /--limit takes a metric/],
  ['response.p95', /--limit takes a metric/],
  ['response.p95.ratio<=0', /a bound above 0/],
  ['response.p95.ratio<1.05', /--limit takes a metric/],
  ['response.p95<=1.05', /\.ratio, \.baseline or \.candidate, and not '\.p95'/],
  ['response.p96.ratio<=1.05', /unknown metric 'response\.p96'.*Did you mean 'response\.p9/],
  ['response.p95.candidate<=5MiB', /'MiB' is no unit of it; it takes us, ms, s or no unit/],
  ['response.p95.ratio<=1.05ms', /a ratio has no unit, so that 'ms' can't follow/],
  ['response.p95.ratio<=5%', /'%' can't follow; write 1\.05 for 5 % more/],
  ['ws.lost.candidate<=1s', /it takes no unit/],
  ['memory.rss.growthPerThousand.ratio<=2', /has no ratio; write .*\.candidate<=100KiB/],
];

test('what is none is said, with the nearest name', () => {
  for (const [text, message] of faults) {
    try {
      parseLimit(text);
      assert.unreachable(text);
    } catch (error) {
      assert.instance(error, TandemError);
      assert.is((error as TandemError).code, exitCode.usage);
      assert.match((error as TandemError).message, message);
    }
  }
});

test('where a wrong one was written is said', () => {
  assert.throws(() => askedLimits(['nonsense'], []), /^--limit takes/);
  assert.throws(
    () => askedLimits(undefined, ['x.ratio<=1']),
    /^gate\.limits of the config.*'x\.ratio<=1'/,
  );
  assert.is(askedLimits(undefined, undefined).limits, usualLimits);
});

test('the usual limits are limits', () => {
  assert.ok(usualLimits.some(({ metric, bound }) => metric === 'response.p99' && bound === 1.05));
});

test.run();
