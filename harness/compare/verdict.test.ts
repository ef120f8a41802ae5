import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Better } from '../record/metric.ts';
import type { Verdict } from '../record/run.ts';
import { verdictOf } from './verdict.ts';

const test = suite('verdict');

test('the table of the margin of 5 %', () => {
  const references: readonly [number, number, Better, Verdict][] = [
    [0.67, 0.71, 'lower', 'faster'],
    [0.67, 0.71, 'higher', 'slower'],
    [1.2, 1.4, 'lower', 'slower'],
    [1.2, 1.4, 'higher', 'faster'],
    [0.99, 1.01, 'lower', 'same'],
    [1 / 1.05, 1.05, 'higher', 'same'],
    [0.96, 0.99, 'lower', 'same'],
    [1, 1, 'lower', 'same'],
    [0.9, 0.99, 'lower', 'faster'],
    [0.9, 1, 'lower', 'unsure'],
    [0.9, 1.01, 'lower', 'unsure'],
    [1.01, 1.06, 'lower', 'slower'],
    [0.5, 0.6, 'none', 'not judged'],
  ];
  for (const [lo, hi, better, expected] of references) {
    assert.is(verdictOf({ lo, hi }, better, 0.05), expected, `${lo} to ${hi}, ${better} is better`);
  }
});

test('with the sides exchanged the verdict turns round', () => {
  const ratio = fc.double({ min: 0.1, max: 10, noNaN: true });
  const turned: Partial<Record<Verdict, Verdict>> = { faster: 'slower', slower: 'faster' };
  fc.assert(
    fc.property(ratio, ratio, (a, b) => {
      const [lo, hi] = [Math.min(a, b), Math.max(a, b)];
      // At the very margin, rounding of 1/x may tip it over.
      fc.pre([lo, hi].every((end) => Math.abs(Math.abs(Math.log(end)) - Math.log(1.05)) > 1e-9));
      const verdict = verdictOf({ lo, hi }, 'lower', 0.05);
      const exchanged = verdictOf({ lo: 1 / hi, hi: 1 / lo }, 'lower', 0.05);
      assert.is(exchanged, turned[verdict] ?? verdict);
    }),
  );
});

test.run();
