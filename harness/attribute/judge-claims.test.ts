import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { operations, pairs, sampleArm, sampleUnits } from '../compare/sample-arm.ts';
import type { Claim, Measure } from '../config/claim.ts';
import type { Attribution } from '../record/attribution.ts';
import type { AskedAttribution } from '../record/recording.ts';
import { judgeClaims } from './judge-claims.ts';
import type { MeasuredComparison } from './measured-contrasts.ts';
import { planAttribution } from './plan-attribution.ts';

const test = suite('claims');

const asked: AskedAttribution = {
  scenario: 'whole',
  flags: {},
  seed: '1',
  factors: ['pipeline', 'retry', 'pool'].map((fix, index) => ({ fix, finding: index + 1 })),
  metrics: ['response.p50'],
  thorough: false,
  crossCheck: false,
  claims: [],
  checkClaims: true,
};

/** 100 ms before, and so many after. */
function compared(milliseconds: number): MeasuredComparison {
  const arms = sampleUnits(7, (side, unit) =>
    sampleArm({ side, unit }, operations(20, side === 'baseline' ? 100 : milliseconds)),
  );
  return { load: pairs, arms, faults: [] };
}

const attribution = (ratio: { value: number; lo: number; hi: number }): Attribution => ({
  scenario: 'whole',
  metric: 'response.p50',
  stage: 'first',
  total: null,
  sum: null,
  fixes: asked.factors.map(({ fix, finding }) => ({
    fix,
    finding,
    ratio: fix === 'pipeline' ? ratio : { value: 0.5, lo: 0.5, hi: 0.5 },
    share: null,
    resolved: true,
    claimed: null,
    class: 'not classed',
    alone: null,
    without: null,
  })),
  lackOfFit: [],
  noise: null,
  lambda: null,
  interactions: [],
});

const byPipeline: Measure = {
  of: 'attribution',
  fixes: ['pipeline'],
  metric: 'response.p50',
  as: 'reduction',
};
const onPart: Measure = {
  of: 'comparison',
  scenario: 'part',
  from: [],
  to: ['retry'],
  metric: 'response.p50',
  as: 'reduction',
};
const half = { value: 0.5, lo: 0.45, hi: 0.55 };

function judge(
  measure: Measure,
  [lo, hi]: readonly [number, number],
  comparisons: Readonly<Record<string, MeasuredComparison>> = {},
  ratio = half,
) {
  const claim: Claim = { finding: 1, quote: 'q', scope: 's', measure, lo, hi };
  const plan = planAttribution(asked);
  const of = {
    asked: { ...asked, claims: [claim] },
    plan,
    comparisons: new Map(Object.entries(comparisons)),
  };
  const [judged] = judgeClaims(of, [attribution(ratio)]);
  if (!judged) throw new Error('a claim is judged');
  return judged;
}

const byInterval: readonly [string, readonly [number, number], typeof half, string][] = [
  ['in the range', [40, 60], half, 'confirmed'],
  ['whose interval meets the range', [53, 60], half, 'confirmed'],
  ['below the range', [60, 80], half, 'less than claimed'],
  ['above the range', [10, 20], half, 'more than claimed'],
  ['that may be nothing', [20, 30], { value: 0.9, lo: 0.75, hi: 1.01 }, 'no effect found'],
  ['that costs', [20, 30], { value: 1.2, lo: 1.1, hi: 1.3 }, 'harmful'],
];

for (const [what, range, ratio, verdict] of byInterval) {
  test(`a figure ${what}: ${verdict}`, () => {
    assert.is(judge(byPipeline, range, {}, ratio).verdict, verdict);
  });
}

test('several fixes multiply, and are said in times', () => {
  const measure: Measure = { ...byPipeline, fixes: 'all', as: 'speedup' };
  const { measured, unit, verdict } = judge(measure, [8, 8]);
  assert.is(unit, 'times');
  assert.ok(Math.abs((measured?.value ?? NaN) - 8) < 1e-9);
  assert.is(verdict, 'confirmed');
});

test('a part is judged on its own comparison', () => {
  const { measured, verdict, evidence } = judge(onPart, [40, 60], {
    'part/claim-0-2': compared(50),
  });
  assert.is(verdict, 'confirmed', evidence);
  assert.ok(Math.abs((measured?.value ?? NaN) - 50) < 1e-9);
  assert.match(evidence, /100 against 50.0 ms, 7 units/);
});

test('the whole is judged on the whole comparison', () => {
  const measure: Measure = { ...onPart, scenario: 'whole', to: 'all', as: 'value' };
  assert.is(judge(measure, [0, 30], { whole: compared(20) }).measured?.value, 20);
});

test('what was not measured says how it can be', () => {
  assert.is(judge(onPart, [40, 60]).verdict, 'not measured');
  assert.match(judge(onPart, [40, 60]).evidence, /--claims/);
  assert.match(judge({ ...onPart, to: ['unknown'] }, [40, 60]).evidence, /no factors/);
  const faulty = { ...compared(50), faults: ['the sides disagree'] };
  assert.is(judge(onPart, [40, 60], { 'part/claim-0-2': faulty }).evidence, 'the sides disagree');
});

test('what cannot be measured says why', () => {
  const { verdict, evidence } = judge({ of: 'nothing', why: 'it is not here' }, [1, 1]);
  assert.is(verdict, 'not measurable');
  assert.is(evidence, 'it is not here');
});

test.run();
