/** Which mixes are compared with which, in what order and for how long: everything random is settled here. */
import type { Fixes, Measure } from '../config/claim.ts';
import { seededRandom, shuffled } from '../load/random.ts';
import { expectedMs } from '../plan/expected-duration.ts';
import { planTrials } from '../plan/plan-trials.ts';
import type { Trial } from '../plan/trial.ts';
import type { AskedAttribution } from '../record/recording.ts';
import { type Design, planDesign } from './design.ts';
import { type Pair, squaresOf } from './interactions.ts';
import { allFixes, type Mix, noFixes, withFix, withoutFix } from './mix.ts';
import type { AttributionConfig } from './parse-attribution.ts';
import { type PathStep, planPaths } from './paths.ts';

/** What a comparison is for: the whole gain, a stage, a cross-check of a fix or a pair, or a claim. */
export type Stage = 'total' | 'design' | 'path' | 'alone' | 'without' | 'pair' | 'claim';

/** Two mixes that are compared like any two variants. */
export interface MixComparison {
  /** As its events name it. */
  readonly name: string;
  readonly stage: Stage;
  readonly scenario: string;
  readonly from: Mix;
  readonly to: Mix;
}

export interface AttributionPlan {
  readonly design: Design;
  /** Empty without the second stage. */
  readonly paths: readonly (readonly PathStep[])[];
  /** In the order of measuring; the pairs to confirm are only known after the first stage. */
  readonly comparisons: readonly MixComparison[];
}

const pathCount = 8;

/** A pure function of what was asked for. */
export function planAttribution(asked: AskedAttribution): AttributionPlan {
  const { factors, seed, thorough, crossCheck } = asked;
  const count = factors.length;
  const randomOf = (what: string) => seededRandom(`${seed}/${what}`);
  const design = planDesign(count, randomOf('design'));
  const paths = thorough ? planPaths(count, pathCount, randomOf('paths')) : [];
  const named = namer(asked.scenario);
  return {
    design,
    paths,
    comparisons: [
      named('total', '', noFixes, allFixes(count)),
      ...shuffled(
        design.pairs.map(({ from, to }, pair) => named('design', `${pair + 1}`, from, to)),
        randomOf('order'),
      ),
      ...paths.flat().map((step) => named('path', pathName(step), step.from, step.to)),
      ...(crossCheck ? crossChecks(asked, named) : []),
      ...(asked.checkClaims ? claimedComparisons(asked) : []),
    ],
  };
}

type Namer = (stage: Stage, part: string, from: Mix, to: Mix) => MixComparison;

/** The whole gain has the scenario's own name: it is an ordinary comparison. */
function namer(scenario: string): Namer {
  return (stage, part, from, to) => {
    const name = stage === 'total' ? scenario : `${scenario}/${stage}-${part}`;
    return { name, stage, scenario, from, to };
  };
}

export const pathName = ({ path, fix }: PathStep): string => `${path + 1}-${fix + 1}`;

/** One fix at a time from nothing, and all but one. */
const crossChecks = ({ factors }: AskedAttribution, named: Namer): readonly MixComparison[] =>
  factors.flatMap(({ fix }, index) => [
    named('alone', fix, noFixes, withFix(noFixes, index)),
    named('without', fix, withoutFix(allFixes(factors.length), index), allFixes(factors.length)),
  ]);

/** What confirms a pair, in the order of `squaresOf`: two are the cross-checks of its first fix. */
export function confirming(
  pair: Pair,
  { scenario, factors }: AskedAttribution,
): readonly MixComparison[] {
  const [fix = '', other = ''] = pair.map((index) => factors[index]?.fix);
  const [alone, withOther, withoutOther, last] = squaresOf(pair, factors.length);
  const named = namer(scenario);
  return [
    named('alone', fix, alone.from, alone.to),
    named('pair', `${fix}-with-${other}`, withOther.from, withOther.to),
    named('pair', `${fix}-without-${other}`, withoutOther.from, withoutOther.to),
    named('without', fix, last.from, last.to),
  ];
}

/** Each that claims are about, once. */
function claimedComparisons(asked: AskedAttribution): readonly MixComparison[] {
  const all = asked.claims.flatMap(({ measure }) => comparisonOf(measure, asked) ?? []);
  const byName = new Map(all.map((each) => [each.name, each]));
  byName.delete(asked.scenario);
  return [...byName.values()];
}

/** What a claim is judged on; null where it is no comparison, or of fixes that are no factors here. */
export function comparisonOf(measure: Measure, asked: AskedAttribution): MixComparison | null {
  if (measure.of !== 'comparison') return null;
  const from = mixOf(measure.from, asked);
  const to = mixOf(measure.to, asked);
  if (from === null || to === null) return null;
  const named = namer(measure.scenario);
  const isTotal =
    measure.scenario === asked.scenario &&
    from === noFixes &&
    to === allFixes(asked.factors.length);
  return isTotal ? named('total', '', from, to) : named('claim', `${from}-${to}`, from, to);
}

function mixOf(fixes: Fixes, asked: AskedAttribution): Mix | null {
  const indices = indicesOf(fixes, asked);
  return indices?.reduce(withFix, noFixes) ?? null;
}

/** Null where one of them is no factor. */
export function indicesOf(fixes: Fixes, { factors }: AskedAttribution): readonly number[] | null {
  if (fixes === 'all') return [...factors.keys()];
  const indices = fixes.map((name) => factors.findIndex(({ fix }) => fix === name));
  return indices.includes(-1) ? null : indices;
}

/** The first stage with the whole gain takes so long at most; the second stage this much longer. */
const firstStageMs = 55 * 60_000;
const secondStageMs = 175 * 60_000;

/**
 * A comparison as a trial of one launch: of as many units as the scenario's own, fewer where its
 * stage would take too long; a cross-check is as long as a pair of the design. The whole gain, and
 * what claims are about, have all launches and units.
 */
export function trialOf(config: AttributionConfig, comparison: MixComparison): Trial {
  if (comparison.stage === 'total' || comparison.stage === 'claim') {
    return trialWith(config, comparison, null);
  }
  const ofPaths = comparison.stage === 'path';
  const count = planDesign(config.asked.factors.length, () => 0).pairs.length;
  const comparisons = ofPaths ? pathCount * config.asked.factors.length : count;
  const total = expectedMs([trialWith(config, { ...comparison, stage: 'total' }, null)]);
  const limitMs = ofPaths ? secondStageMs : firstStageMs - total;
  let units = config.scenario.scenario.trial.units;
  const takes = (): number => comparisons * expectedMs([trialWith(config, comparison, units)]);
  while (units > 1 && takes() > limitMs) units -= 1;
  return trialWith(config, comparison, units);
}

function trialWith(
  config: AttributionConfig,
  { name, scenario: of, from, to }: MixComparison,
  units: number | null,
): Trial {
  const { scenario, source } = config.scenarioOf(of);
  const trial = units === null ? scenario.trial : { launches: 1, units };
  const [planned] = planTrials({
    ...config,
    seed: `${config.seed}/${name}`,
    baseline: config.variantOf(from),
    candidate: config.variantOf(to),
    scenarios: [{ scenario: { ...scenario, name, trial }, source }],
  });
  if (!planned) throw new Error('a plan has a trial for each scenario');
  // Fixes differ by more than the warming-up of one launch among dozens, which would take hours.
  const launches = planned.launches.map((launch) => ({ ...launch, warmUpUnits: [] }));
  return { ...planned, launches };
}
