/** What it says of all findings together. */
import type { Claim } from '../../harness/index.ts';
import { ofAll, ofTheirCode } from './measures.ts';

export const totals: readonly Claim[] = [
  {
    finding: null,
    quote: '14 major performance issues',
    scope: 'code',
    measure: ofTheirCode,
    lo: 14,
    hi: 14,
  },
  {
    finding: null,
    quote: '~100x slower than expected',
    scope: 'all findings',
    measure: ofAll('speedup'),
    lo: 100,
    hi: 100,
  },
  {
    finding: null,
    quote: 'compound to create a 100x performance degradation',
    scope: 'all findings, above the planned path',
    measure: ofAll('speedup', 'overhead.p50'),
    lo: 100,
    hi: 100,
  },
  {
    finding: null,
    quote: '90-95% performance improvement',
    scope: 'all findings',
    measure: ofAll('reduction'),
    lo: 90,
    hi: 95,
  },
  {
    finding: null,
    quote: '85-95% reduction in latency',
    scope: 'all findings',
    measure: ofAll('reduction'),
    lo: 85,
    hi: 95,
  },
  {
    finding: null,
    quote: '6.6x faster',
    scope: 'all findings',
    measure: ofAll('speedup'),
    lo: 6.6,
    hi: 6.6,
  },
  {
    finding: null,
    quote: 'Event loop blocking time (should be near zero)',
    scope: 'all findings, ms blocked a second',
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
