/** An attribution and claims with something of everything, for the tests of this room. */
import type { AttributedFix, Attribution } from '../record/attribution.ts';
import type { JudgedClaim } from '../record/judged-claim.ts';

const about = (value: number, by: number) => ({ value, lo: value / by, hi: value * by });

function fix(
  name: string,
  value: number,
  by: number,
  change: Partial<AttributedFix> = {},
): AttributedFix {
  return {
    fix: name,
    finding: null,
    ratio: about(value, by),
    share: { value: Math.log(value) / Math.log(0.2), lo: -0.1, hi: 0.6 },
    claimed: null,
    resolved: value * by < 1 || value / by > 1,
    class: 'works alone',
    alone: about(value, by),
    without: about(value, by),
    ...change,
  };
}

export const sampleAttribution: Attribution = {
  scenario: 'sample',
  metric: 'response.p95',
  stage: 'second',
  total: about(0.2, 1.1),
  sum: about(0.21, 1.05),
  fixes: [
    fix('pipeline', 0.4, 1.1, {
      finding: 1,
      class: 'masked',
      claimed: { lo: 0.2, hi: 0.5 },
      alone: about(0.9, 1.1),
    }),
    fix('pool', 0.6, 1.15, { finding: 9, claimed: { lo: 0.87, hi: 0.87 } }),
    fix('logs', 0.98, 1.05, { finding: 6, class: 'no effect found', share: null }),
    fix('cache <b>', 1.1, 1.02, { class: 'harmful', alone: null, without: null }),
  ],
  lackOfFit: [1.02, 0.97],
  noise: 1.01,
  lambda: 0.25,
  interactions: [
    {
      fixes: ['pool', 'pipeline'],
      aliases: [['logs', 'cache <b>']],
      estimate: 0.7,
      flagged: true,
      confirmed: about(0.72, 1.1),
    },
    { fixes: ['logs', 'pool'], aliases: [], estimate: 1.1, flagged: false, confirmed: null },
  ],
};

export const unattributed: Attribution = {
  ...sampleAttribution,
  metric: 'db.statementsPerOperation',
  stage: 'none',
  reason: 'sample/design-3: a side died',
  total: null,
  sum: null,
  fixes: [],
  lackOfFit: [],
  noise: null,
  lambda: null,
  interactions: [],
};

const claim: JudgedClaim = {
  finding: 1,
  quote: '50-80% performance loss',
  scope: 'agent processing',
  measure: 'reduction of response.p95 by pipeline',
  unit: '%',
  lo: 50,
  hi: 80,
  measured: { value: 60, lo: 56, hi: 64 },
  verdict: 'confirmed',
  evidence: 'on average over all orders of the fixes, second stage',
};

export const sampleClaims: readonly JudgedClaim[] = [
  claim,
  {
    ...claim,
    finding: null,
    quote: '100x',
    unit: 'times',
    lo: 100,
    hi: 100,
    verdict: 'less than claimed',
  },
  { ...claim, measured: null, verdict: 'not measured', evidence: '--claims measures it' },
  {
    ...claim,
    unit: '',
    measure: '',
    measured: null,
    verdict: 'not measurable',
    evidence: 'not here',
  },
];
