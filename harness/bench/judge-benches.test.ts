import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { judgeBenches, judgeForms, noiseOf, ratioOf } from './judge-benches.ts';
import { madeUpBench, madeUpCase } from './made-up-bench.ts';

const test = suite('judging micro-benchmarks');
const bench = madeUpBench('copy');

const table: readonly [ratio: number, verdict: string][] = [
  [0.5, 'faster'],
  [0.9, 'faster'],
  [0.98, 'same'],
  [1, 'same'],
  [1.02, 'same'],
  [1.2, 'slower'],
  [40, 'slower'],
];

test('a ratio is that of the rounds, whatever the machine does from one to the next', () => {
  for (const [expected, verdict] of table) {
    const { forms } = madeUpCase(bench, 'small', { optimized: expected });
    const [baseline, optimized] = judgeForms(forms);
    assert.is(baseline?.toBaseline, null);
    const ratio = optimized?.toBaseline?.ratio;
    assert.ok(ratio && Math.abs(ratio.value / expected - 1) < 1e-9, `${expected}`);
    assert.ok(ratio.lo <= expected && expected <= ratio.hi && ratio.hi / ratio.lo < 1.05);
    assert.is(optimized?.toBaseline?.verdict, verdict, `${expected}`);
    assert.is(optimized?.rounds, 12);
  }
});

test('a form beside the twins is held against both', () => {
  const { forms } = madeUpCase(bench, 'small', { optimized: 0.5, remedy: 0.8 });
  const [, optimized, remedy] = judgeForms(forms);
  assert.is(optimized?.toOptimized, null);
  assert.ok(Math.abs((remedy?.toBaseline?.ratio?.value ?? 0) - 0.8) < 1e-9);
  assert.ok(Math.abs((remedy?.toOptimized?.ratio?.value ?? 0) - 1.6) < 1e-9);
});

test('the interval is that of the sign-flip test on logarithms', () => {
  // All flips of n equal logarithms have the same mean: the interval is a point.
  const baseline = { form: 'baseline', msPerCall: Array(6).fill(2), calls: 6 };
  const halved = { form: 'optimized', msPerCall: Array(6).fill(1), calls: 6 };
  const ratio = ratioOf(halved, baseline, 0.95);
  assert.ok(ratio && Math.abs(ratio.lo - 0.5) < 1e-12 && Math.abs(ratio.hi - 0.5) < 1e-12);
});

test('there is no ratio of too few rounds, nor of a round that took nothing', () => {
  const timed = (...msPerCall: number[]) => ({ form: 'x', msPerCall, calls: 1 });
  assert.is(ratioOf(timed(1, 1, 1, 1, 1), timed(2, 2, 2, 2, 2), 0.95), null);
  assert.is(ratioOf(timed(1, 1, 1, 1, 1, 0), timed(2, 2, 2, 2, 2, 2), 0.95), null);
  assert.is(ratioOf(timed(1, 1, 1, 1, 1, 1), timed(2, 2, 2, 2, 2, 0), 0.95), null);
  const [, judged] = judgeForms([timed(0), timed(0)]);
  assert.is(judged?.toBaseline?.verdict, 'not judged');
});

test('sizes keep their order, what was not measured is left out, and crossings are found', () => {
  const measured = [
    madeUpCase(bench, 'small', { optimized: 2, remedy: 1 }),
    madeUpCase(bench, 'large', { optimized: 0.5, remedy: 1 }),
  ];
  const [judged, ...more] = judgeBenches([bench, madeUpBench('other')], measured);
  assert.equal(more, []);
  assert.equal(judged?.courses, [
    {
      form: 'optimized',
      to: 'baseline',
      crossings: [{ after: 'small', before: 'large', becomes: 'faster' }],
      words: 'slower at small, faster at large',
    },
    { form: 'remedy', to: 'baseline', crossings: [], words: 'the same at every size' },
    {
      form: 'remedy',
      to: 'optimized',
      crossings: [{ after: 'small', before: 'large', becomes: 'slower' }],
      words: 'faster at small, slower at large',
    },
  ]);
});

test('noise is what a form differs from itself', () => {
  const steady = { form: 'baseline', msPerCall: [1, 1.1, 1, 1.1], calls: 4 };
  const noise = noiseOf([{ bench, size: 'small', forms: [steady] }]);
  assert.ok(noise !== null && Math.abs(noise - 1.1) < 1e-9);
  assert.is(noiseOf([]), null);
});

test.run();
