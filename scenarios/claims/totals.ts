/** What it says of all findings together. */
import type { Claim, Measure } from '../../harness/index.ts';
import { latency, ofAll, ofTheirCode } from './measures.ts';

/** The loads of the standard workload. */
const loads: readonly (readonly [scenario: string, words: string])[] = [
  ['pipeline-busy', 'at 1.75 runs a second'],
  ['pipeline', 'at 1.25 runs a second'],
  ['pipeline-burst', '16 runs within half a second'],
];

/** What is promised of every load is held against each. */
const headline: readonly (readonly [
  quote: string,
  scope: string,
  measured: (scenario: string) => Measure,
  lo: number,
  hi: number,
])[] = [
  ['~100x slower than expected', 'all findings', times, 100, 100],
  [
    'compound to create a 100x performance degradation',
    'all findings, above the planned path',
    (scenario) => ofAll('speedup', 'overhead.p50', scenario),
    100,
    100,
  ],
  ['90-95% performance improvement', 'all findings', percent, 90, 95],
  ['85-95% reduction in latency', 'all findings', percent, 85, 95],
  ['6.6x faster', 'all findings', times, 6.6, 6.6],
];

function times(scenario: string): Measure {
  return ofAll('speedup', latency, scenario);
}

function percent(scenario: string): Measure {
  return ofAll('reduction', latency, scenario);
}

export const totals: readonly Claim[] = [
  {
    finding: null,
    quote: '14 major performance issues',
    scope: 'code',
    measure: ofTheirCode,
    lo: 14,
    hi: 14,
  },
  ...headline.flatMap(([quote, scope, measured, lo, hi]) =>
    loads.map(
      ([scenario, load]): Claim => ({
        finding: null,
        quote,
        scope: `${scope}, ${load}`,
        measure: measured(scenario),
        lo,
        hi,
      }),
    ),
  ),
  {
    finding: null,
    quote: 'Event loop blocking time (should be near zero)',
    scope: 'all findings, ms blocked a second; near zero is read as 1 ms, a thousandth of the time',
    measure: ofAll('value', 'loop.blocked'),
    lo: 0,
    hi: 1,
  },
  {
    finding: null,
    quote: 'CPU utilization (should decrease)',
    scope: 'all findings, a run',
    measure: ofAll('reduction', 'cpu.msPerOperation'),
    lo: 0,
    hi: 100,
  },
  {
    finding: null,
    quote: 'nearly instant for non-API operations',
    scope: 'all findings, ms above the planned path; nearly instant: 100 ms (Nielsen 1993)',
    measure: ofAll('value', 'overhead.p50'),
    lo: 0,
    hi: 100,
  },
];
