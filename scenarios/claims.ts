/**
 * Every number of the audit, in its order. What is said of a part is measured on the scenario of that
 * part, the fix alone against nothing; what is said of performance as such, on the standard workload.
 */
import type { Claim, Fixes, Measure, MetricName, Taken } from '../harness/index.ts';

const whole = 'pipeline-busy';
const latency: MetricName = 'response.p95';

const ofAll = (as: Taken['as'], metric: MetricName = latency): Measure => ({
  of: 'comparison',
  scenario: whole,
  from: [],
  to: 'all',
  metric,
  as,
});

const onPart = (scenario: string, fix: string, metric: MetricName): Measure => ({
  of: 'comparison',
  scenario,
  from: [],
  to: [fix],
  metric,
  as: 'reduction',
});

const share = (...fixes: readonly string[]): Measure => ({
  of: 'attribution',
  scenario: whole,
  fixes,
  metric: latency,
  as: 'reduction',
});

const faster = (fixes: Fixes): Measure => ({
  of: 'attribution',
  scenario: whole,
  fixes,
  metric: latency,
  as: 'speedup',
});

const compared = (from: Fixes, to: Fixes, as: Taken['as']): Measure => ({
  of: 'comparison',
  scenario: whole,
  from,
  to,
  metric: latency,
  as,
});

const ofTheirCode: Measure = {
  of: 'nothing',
  why: 'it counts places, fields or hours of work in the code that was audited, which is not here',
};

const loss = 'agent processing';

const findings: readonly Claim[] = [
  {
    finding: 1,
    quote: '50-80% performance loss',
    scope: loss,
    measure: share('pipeline'),
    lo: 50,
    hi: 80,
  },
  {
    finding: 2,
    quote: '50+ occurrences across codebase',
    scope: 'code',
    measure: ofTheirCode,
    lo: 50,
    hi: 50,
  },
  {
    finding: 2,
    quote: '20-60% performance loss',
    scope: loss,
    measure: share('retry'),
    lo: 20,
    hi: 60,
  },
  {
    finding: 3,
    quote: '40-60% overhead on state operations',
    scope: 'state operations',
    measure: onPart('snapshot', 'snapshot', 'cpu.msPerOperation'),
    lo: 40,
    hi: 60,
  },
  {
    finding: 4,
    quote: '20-30% performance loss',
    scope: loss,
    measure: share('notify'),
    lo: 20,
    hi: 30,
  },
  {
    finding: 5,
    quote: '30-40% performance loss',
    scope: loss,
    measure: share('persist'),
    lo: 30,
    hi: 40,
  },
  {
    finding: 6,
    quote: '15-25% performance loss',
    scope: loss,
    measure: share('call-log'),
    lo: 15,
    hi: 25,
  },
  {
    finding: 7,
    quote: '10-20% overhead on WebSocket messages',
    scope: 'WebSocket messages',
    measure: onPart('message-size', 'message-size', 'cpu.msPerOperation'),
    lo: 10,
    hi: 20,
  },
  {
    finding: 8,
    quote: 'Each request validated 5+ times',
    scope: 'code',
    measure: ofTheirCode,
    lo: 5,
    hi: 5,
  },
  {
    finding: 8,
    quote: '10-15% performance loss',
    scope: loss,
    measure: share('validation'),
    lo: 10,
    hi: 15,
  },
  {
    finding: 9,
    quote: '20-40% performance loss under load',
    scope: 'operations that need the database, under load',
    measure: onPart('connections', 'connections', latency),
    lo: 20,
    hi: 40,
  },
  {
    finding: 10,
    quote: '25+ files creating new thread pools',
    scope: 'code',
    measure: ofTheirCode,
    lo: 25,
    hi: 25,
  },
  {
    finding: 10,
    quote: 'Resource exhaustion, 10-20% overhead',
    scope: 'work that is handed to threads',
    measure: onPart('offload', 'offload', 'cpu.msPerOperation'),
    lo: 10,
    hi: 20,
  },
  {
    finding: 11,
    quote: '10% performance loss',
    scope: loss,
    measure: share('monitor'),
    lo: 10,
    hi: 10,
  },
  {
    finding: 12,
    quote: '20+ optional fields with full validation on every access',
    scope: 'code',
    measure: ofTheirCode,
    lo: 20,
    hi: 20,
  },
  {
    finding: 12,
    quote: '5-10% performance loss',
    scope: loss,
    measure: share('state'),
    lo: 5,
    hi: 10,
  },
  {
    finding: 13,
    quote: 'O(n) → O(2n) for large datasets',
    scope: 'processing of large datasets',
    measure: onPart('analysis', 'analysis', 'cpu.msPerOperation'),
    lo: 50,
    hi: 50,
  },
  {
    finding: 14,
    quote: '5-10% overhead on auth operations',
    scope: 'auth operations',
    measure: onPart('auth', 'auth', 'cpu.msPerOperation'),
    lo: 5,
    hi: 10,
  },
];

const first: Fixes = ['retry', 'snapshot', 'call-log', 'message-size'];
const second: Fixes = [...first, 'pipeline', 'persist', 'connections', 'notify'];
const third: Fixes = [...second, 'validation', 'offload', 'monitor', 'state'];

/**
 * Findings 13 and 14 belong to no phase. "Additional" may be read as points of the original, which is how
 * they add up to 85 %, or as a share of what the phase before has left: both are said.
 */
const phases: readonly Claim[] = [
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
    scope: 'of the original, with phases 1 and 2: 85 % or more',
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

const effort: readonly Claim[] = efforts.map(([finding, quote, hours]) => ({
  finding,
  quote,
  scope: 'effort, hours',
  measure: ofTheirCode,
  lo: hours,
  hi: hours,
}));

/** A row of the table, what it promises of its own fixes, and of all down to here. */
const gains: readonly (readonly [
  quote: string,
  fixes: readonly string[],
  times: number,
  cumulative: number,
])[] = [
  ['Parallelization | 50% | 2x faster', ['pipeline'], 2, 2],
  ['Remove blocking sleep() | 30% | 2.6x faster', ['retry'], 1.3, 2.6],
  ['Fix double serialization | 25% | 3.25x faster', ['snapshot'], 1.25, 3.25],
  ['Batch persistence | 20% | 3.9x faster', ['persist'], 1.2, 3.9],
  ['Connection pooling | 15% | 4.5x faster', ['connections'], 1.15, 4.5],
  ['Conditional WebSocket | 10% | 5x faster', ['notify'], 1.1, 5],
  ['Lazy logging | 10% | 5.5x faster', ['call-log'], 1.1, 5.5],
  [
    'Other optimizations | 20% | 6.6x faster',
    ['message-size', 'validation', 'offload', 'monitor', 'state', 'analysis', 'auth'],
    1.2,
    6.6,
  ],
];

const numberOf: Readonly<Record<string, number>> = {
  pipeline: 1,
  retry: 2,
  snapshot: 3,
  notify: 4,
  persist: 5,
  'call-log': 6,
  connections: 9,
};

/** 50 % is a reduction, which is 2 times; the other percentages are speed-ups: 2 x 1.3 = 2.6. */
const table: readonly Claim[] = gains.flatMap(([quote, fixes, times, cumulative], row): Claim[] => {
  const [only] = fixes;
  const finding = fixes.length === 1 && only !== undefined ? (numberOf[only] ?? null) : null;
  const soFar = gains.slice(0, row + 1).flatMap(([, each]) => each);
  return [
    { finding, quote, scope: 'by itself', measure: faster(fixes), lo: times, hi: times },
    {
      finding: null,
      quote,
      scope: 'cumulative, in the order of the table',
      measure: compared([], soFar, 'speedup'),
      lo: cumulative,
      hi: cumulative,
    },
  ];
});

const totals: readonly Claim[] = [
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

export const claims: readonly Claim[] = [...totals, ...findings, ...phases, ...effort, ...table];
