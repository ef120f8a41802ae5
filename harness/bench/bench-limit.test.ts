import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exitCode, TandemError } from '../error.ts';
import { type BenchLimit, judgeBenchLimits, parseBenchLimit } from './bench-limit.ts';
import { madeUpBench, madeUpCase } from './made-up-bench.ts';

const test = suite('limits of micro-benchmarks');
const copy = madeUpBench('copy');
const auth = madeUpBench('auth');
const parse = (text: string) => parseBenchLimit(text, [copy, auth], [copy]);

const table: readonly [string, Omit<BenchLimit, 'text' | 'bench'>][] = [
  [
    'copy.large.ratio<=0.5',
    { size: 'large', form: 'optimized', of: 'ratio', atMost: true, bound: 0.5 },
  ],
  [
    'copy.large.ratio <= 50%',
    { size: 'large', form: 'optimized', of: 'ratio', atMost: true, bound: 0.5 },
  ],
  [
    'copy.small.remedy.ratio>=1.2',
    { size: 'small', form: 'remedy', of: 'ratio', atMost: false, bound: 1.2 },
  ],
  [
    'copy.small.optimized<=30us',
    { size: 'small', form: 'optimized', of: 'cost', atMost: true, bound: 0.03 },
  ],
  [
    'copy.small.baseline<=2',
    { size: 'small', form: 'baseline', of: 'cost', atMost: true, bound: 2 },
  ],
];

test('a concern, a size, what is limited, a bound and its unit', () => {
  for (const [text, expected] of table) {
    const { text: written, bench, bound, ...limit } = parse(text);
    assert.is(written, text.replaceAll(' ', ''));
    assert.is(bench, 'copy');
    assert.equal({ ...limit, bound: Number(bound.toFixed(9)) }, expected);
  }
});

const faults: readonly [string, RegExp][] = [
  ['', /--limit takes a concern/],
  ['copy.large.ratio', /--limit takes a concern/],
  ['copy.ratio<=1', /--limit takes a concern/],
  ['copy.large.ratio<0.5', /--limit takes a concern/],
  ['copi.large.ratio<=1', /unknown concern 'copi'.*Did you mean 'copy'/],
  ['auth.large.ratio<=1', /auth is not measured; name it/],
  ['copy.larg.ratio<=1', /unknown size of copy 'larg'.*Did you mean 'large'/],
  ['copy.toString.ratio<=1', /unknown size of copy 'toString'/],
  ['copy.large.optimised<=1us', /unknown form of copy 'optimised'.*Did you mean 'optimized'/],
  ['copy.large.baseline.ratio<=1', /a form's ratio is that to baseline/],
  ['copy.large.remedy.remedy<=1', /a form's ratio is that to baseline/],
  ['copy.large.ratio<=1us', /'us' is no unit of it; it takes % or no unit/],
  ['copy.large.remedy<=5%', /'%' is no unit of it; it takes ns, us, ms, s or no unit/],
];

test('what is none is said, with the nearest name', () => {
  for (const [text, message] of faults) {
    try {
      parse(text);
      assert.unreachable(text);
    } catch (error) {
      assert.instance(error, TandemError, text);
      assert.is((error as TandemError).code, exitCode.usage);
      assert.match((error as TandemError).message, message);
    }
  }
});

/** The optimized form takes half of the baseline's 1 to 2 ms, give or take 2 %. */
const measured = [madeUpCase(copy, 'small', { optimized: 0.5, remedy: 2 })];
const judgements: readonly [string, string][] = [
  ['copy.small.ratio<=0.6', 'kept'],
  ['copy.small.ratio<=0.5', 'unsure'],
  ['copy.small.ratio<=0.4', 'broken'],
  ['copy.small.ratio>=0.4', 'kept'],
  ['copy.small.ratio>=0.6', 'broken'],
  ['copy.small.remedy.ratio<=1', 'broken'],
  ['copy.small.remedy.ratio>=2', 'unsure'],
  ['copy.small.optimized<=2ms', 'kept'],
  ['copy.small.optimized<=10us', 'broken'],
  ['copy.small.optimized<=0.73ms', 'unsure'],
  ['copy.large.ratio<=9', 'unsure'],
];

test('a limit is kept or broken where its whole interval is, else unsure', () => {
  for (const [text, state] of judgements) {
    const [judged] = judgeBenchLimits([parse(text)], measured);
    assert.is(judged?.state, state, `${text}: ${judged?.words}`);
  }
});

test('more limits need more proof each', () => {
  const one = parse('copy.small.ratio<=0.6');
  const width = (limits: readonly BenchLimit[]) => {
    const [first] = judgeBenchLimits(limits, measured);
    const { lo, hi } = first?.measured ?? { lo: 0, hi: 0 };
    return hi - lo;
  };
  assert.ok(width(Array(20).fill(one)) > width([one]));
});

test.run();
