import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Taken } from '../config/claim.ts';
import type { JudgedClaim } from '../record/judged-claim.ts';
import { claimVerdict } from './claim-verdict.ts';

const test = suite('verdict of a claim');

type Case = readonly [
  what: string,
  taken: Taken['as'],
  claimed: readonly [number, number],
  measured: readonly [number, number],
  verdict: JudgedClaim['verdict'],
];

const cases: readonly Case[] = [
  ['in the range', 'reduction', [40, 60], [45, 55], 'confirmed'],
  ['whose interval meets the range', 'reduction', [53, 60], [45, 55], 'confirmed'],
  ['below the range', 'reduction', [60, 80], [45, 55], 'less than claimed'],
  ['above the range', 'reduction', [10, 20], [45, 55], 'more than claimed'],
  ['that may be nothing', 'reduction', [20, 30], [-1, 25], 'no effect found'],
  ['in the range', 'overhead', [40, 60], [35, 45], 'confirmed'],
  ['above the range', 'overhead', [10, 20], [21, 45], 'more than claimed'],
  ['that may be nothing', 'overhead', [10, 20], [-1, 25], 'no effect found'],
  ['that costs', 'reduction', [20, 30], [-30, -10], 'harmful'],
  ['that is less than so many times', 'speedup', [100, 100], [2, 3], 'less than claimed'],
  ['that may be once', 'speedup', [2, 2], [0.9, 2.1], 'no effect found'],
  ['that is slower', 'speedup', [2, 2], [0.5, 0.9], 'harmful'],
  ['as small as promised', 'value', [0, 100], [30, 50], 'confirmed'],
  ['larger than promised', 'value', [0, 100], [480, 520], 'less than claimed'],
  ['smaller than promised', 'value', [50, 100], [1, 2], 'more than claimed'],
];

for (const [what, as, [lo, hi], [from, to], verdict] of cases) {
  test(`a ${as} ${what}: ${verdict}`, () => {
    const taken: Taken = { metric: 'response.p50', as };
    assert.is(claimVerdict({ lo, hi }, { lo: from, hi: to }, taken), verdict);
  });
}

test('where more is better, a value above the range is more than claimed', () => {
  const taken: Taken = { metric: 'throughput', as: 'value' };
  assert.is(claimVerdict({ lo: 10, hi: 20 }, { lo: 30, hi: 40 }, taken), 'more than claimed');
  assert.is(claimVerdict({ lo: 10, hi: 20 }, { lo: 3, hi: 4 }, taken), 'less than claimed');
});

test.run();
