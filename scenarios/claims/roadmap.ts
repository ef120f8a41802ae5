/** Its three phases, and the hours of each fix. */
import type { Claim, Fixes } from '../../harness/index.ts';
import { compared, ofTheirCode } from './measures.ts';

const first: Fixes = ['retry', 'snapshot', 'call-log', 'message-size'];
const second: Fixes = [...first, 'pipeline', 'persist', 'connections', 'notify'];
const third: Fixes = [...second, 'validation', 'offload', 'monitor', 'state'];

/**
 * Findings 13 and 14 belong to no phase. "Additional" may be read as points of the original, which is how
 * they add up to 85 %, or as a share of what the phase before has left: both are said.
 */
export const phases: readonly Claim[] = [
  {
    finding: null,
    quote: 'Phase 1: Quick Wins (1-2 Days) - 60-70% Improvement',
    scope: 'findings 2, 3, 6 and 7',
    measure: compared([], first, 'reduction'),
    lo: 60,
    hi: 70,
  },
  {
    finding: null,
    quote: 'Phase 2: Core Fixes (3-5 Days) - Additional 20-25% Improvement',
    scope: 'of the original, with phase 1: 80 to 95 %',
    measure: compared([], second, 'reduction'),
    lo: 80,
    hi: 95,
  },
  {
    finding: null,
    quote: 'Phase 2: Core Fixes (3-5 Days) - Additional 20-25% Improvement',
    scope: 'findings 1, 5, 9 and 4, of what phase 1 left',
    measure: compared(first, second, 'reduction'),
    lo: 20,
    hi: 25,
  },
  {
    finding: null,
    quote: 'Phase 3: Optimization (1 Week) - Final 5-10% Improvement',
    scope: 'of the original, with phases 1 and 2: 85 % or more; findings 13 and 14 are in no phase',
    measure: compared([], third, 'reduction'),
    lo: 85,
    hi: 100,
  },
  {
    finding: null,
    quote: 'Phase 3: Optimization (1 Week) - Final 5-10% Improvement',
    scope: 'findings 8, 10, 11 and 12, of what phase 2 left',
    measure: compared(second, third, 'reduction'),
    lo: 5,
    hi: 10,
  },
  {
    finding: null,
    quote: 'With just the Phase 1 fixes, we can achieve 60-70% performance improvement in 1-2 days',
    scope: 'findings 2, 3, 6 and 7',
    measure: compared([], first, 'reduction'),
    lo: 60,
    hi: 70,
  },
];

/** Hours of each fix, in the order of the roadmap; a day is eight. */
const efforts: readonly (readonly [finding: number, quote: string, hours: number])[] = [
  [2, '[2 hours]', 2],
  [3, '[1 hour]', 1],
  [6, '[2 hours]', 2],
  [7, '[1 hour]', 1],
  [1, '[4 hours]', 4],
  [5, '[4 hours]', 4],
  [9, '[2 hours]', 2],
  [4, '[3 hours]', 3],
  [8, '[1 day]', 8],
  [10, '[4 hours]', 4],
  [11, '[2 hours]', 2],
  [12, '[1 day]', 8],
];

/** Days of each phase; a week is five. */
const durations: readonly (readonly [quote: string, lo: number, hi: number])[] = [
  ['Phase 1: Quick Wins (1-2 Days)', 1, 2],
  ['Phase 2: Core Fixes (3-5 Days)', 3, 5],
  ['Phase 3: Optimization (1 Week)', 5, 5],
  ['in 1-2 days', 1, 2],
];

export const effort: readonly Claim[] = [
  ...efforts.map(
    ([finding, quote, hours]): Claim => ({
      finding,
      quote,
      scope: 'effort, hours',
      measure: ofTheirCode,
      lo: hours,
      hi: hours,
    }),
  ),
  ...durations.map(
    ([quote, lo, hi]): Claim => ({
      finding: null,
      quote,
      scope: 'effort, days',
      measure: ofTheirCode,
      lo,
      hi,
    }),
  ),
];
