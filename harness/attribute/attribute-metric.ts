/** What each fix gives by one metric. Pure: from what was measured to what `run.json` says. */
import type { Claim } from '../config/claim.ts';
import type { AttributedFix, Attribution, Interaction } from '../record/attribution.ts';
import type { MetricName } from '../record/metric.ts';
import type { AskedAttribution } from '../record/recording.ts';
import type { MeasuredMetric } from '../record/run.ts';
import type { Interval } from '../stats/interval.ts';
import { mean, tInterval } from '../stats/t-interval.ts';
import { classify } from './classify.ts';
import {
  type Contrast,
  type DesignEffects,
  designEffects,
  type Effect,
  type Effects,
  pathEffects,
} from './effects.ts';
import { type Chain, confirmation, interactionChains, squaresOf } from './interactions.ts';
import { contrastOf } from './measured-contrasts.ts';
import type { Measurements } from './measurements.ts';
import { pathName, type Stage } from './plan-attribution.ts';
import { fitSurface, type Surface, surfaceEffects } from './surface.ts';

interface FirstStage {
  readonly contrasts: readonly Contrast[];
  readonly surface: Surface;
  readonly modelled: readonly number[];
  readonly effects: DesignEffects;
}

/** How many pairs are named, and confirmed by a cross-check. */
export const namedPairs = 3;

/** `total`: the whole gain as it was compared. */
export function attributeMetric(
  of: Measurements,
  metric: MetricName,
  total: MeasuredMetric | undefined,
): Attribution {
  const ratio = total?.ratio;
  const whole = {
    scenario: of.asked.scenario,
    metric,
    total: ratio && ratio.confidence > 0 ? pick(ratio) : null,
  };
  const first = firstStage(of, metric);
  if ('missing' in first) return { ...whole, ...nothing, reason: first.missing };
  const second = secondStage(of, metric, first);
  const effects = second ?? first.effects;
  return {
    ...whole,
    stage: second ? 'second' : 'first',
    sum: asRatio(effects.sum),
    fixes: of.asked.factors.map((factor, index) =>
      attributedFix(of, metric, factor, effects, index),
    ),
    lackOfFit: first.effects.lackOfFit.map(Math.exp),
    noise: first.effects.noise === null ? null : Math.exp(first.effects.noise),
    lambda: first.surface.lambda,
    interactions: chainsOf(of, first)
      .slice(0, namedPairs)
      .map((chain) => interaction(of, metric, chain)),
  };
}

const nothing: Omit<Attribution, 'scenario' | 'metric' | 'total'> = {
  stage: 'none',
  sum: null,
  fixes: [],
  lackOfFit: [],
  noise: null,
  lambda: null,
  interactions: [],
};

const pick = ({ value, lo, hi }: Effect): Effect => ({ value, lo, hi });

/** Of a logarithm. */
const asRatio = ({ value, lo, hi }: Effect): Effect => ({
  value: Math.exp(value),
  lo: Math.exp(lo),
  hi: Math.exp(hi),
});

/** A comparison of these measurements by metric, or why it has none. */
function contrast(of: Measurements, metric: MetricName, stage: Stage, part: string) {
  const name = `${of.asked.scenario}/${stage}-${part}`;
  const measured = of.comparisons.get(name);
  if (!measured) return { missing: `${name} was not measured: go on with --resume` };
  const [fault] = measured.faults;
  if (fault !== undefined) return { missing: `${name}: ${fault}` };
  return contrastOf(measured, metric);
}

export function firstStage(
  of: Measurements,
  metric: MetricName,
): FirstStage | { readonly missing: string } {
  const { design } = of.plan;
  const contrasts: Contrast[] = [];
  for (const pair of design.pairs.keys()) {
    const each = contrast(of, metric, 'design', `${pair + 1}`);
    if ('missing' in each) return each;
    contrasts.push(each);
  }
  const levels = design.pairs.flatMap(({ from, to }, pair) => [
    { mix: from, log: contrasts[pair]?.from ?? Number.NaN },
    { mix: to, log: contrasts[pair]?.to ?? Number.NaN },
  ]);
  const surface = fitSurface(levels, of.asked.factors.length);
  const modelled = surfaceEffects(surface, of.asked.factors.length);
  return {
    contrasts,
    surface,
    modelled,
    effects: designEffects(design, contrasts, surface, modelled),
  };
}

/** Null until every step of every path was measured. */
function secondStage(
  of: Measurements,
  metric: MetricName,
  { surface, modelled }: FirstStage,
): Effects | null {
  const paths = of.plan.paths.map((steps) =>
    steps.flatMap((step) => {
      const each = contrast(of, metric, 'path', pathName(step));
      return 'missing' in each ? [] : [{ ...step, logRatio: mean(each.logRatios) }];
    }),
  );
  const whole = paths.every((steps) => steps.length === of.asked.factors.length);
  return whole && paths.length > 0 ? pathEffects(paths, surface, modelled) : null;
}

function attributedFix(
  of: Measurements,
  metric: MetricName,
  { fix, finding }: AskedAttribution['factors'][number],
  { fixes, sum }: Effects,
  index: number,
): AttributedFix {
  const effect = fixes[index];
  if (!effect) throw new Error('each fix has an effect');
  const alone = crossCheck(contrast(of, metric, 'alone', fix));
  const without = crossCheck(contrast(of, metric, 'without', fix));
  const isSomething = sum.lo > 0 || sum.hi < 0;
  return {
    fix,
    finding,
    ratio: asRatio(effect),
    share: isSomething ? shareOf(effect, sum.value) : null,
    resolved: effect.lo > 0 || effect.hi < 0,
    claimed: claimedRatio(of.asked.claims, metric, fix),
    class: classify(metric, { effect, alone, without }),
    alone: alone && asRatio(alone),
    without: without && asRatio(without),
  };
}

/** Of the first claim that is about this fix alone. */
function claimedRatio(
  claims: readonly Claim[],
  metric: MetricName,
  fix: string,
): AttributedFix['claimed'] {
  for (const { measure, lo, hi } of claims) {
    if (measure.of !== 'attribution' || measure.metric !== metric || measure.as === 'value')
      continue;
    if (measure.fixes.length !== 1 || measure.fixes[0] !== fix) continue;
    return measure.as === 'reduction'
      ? { lo: 1 - hi / 100, hi: 1 - lo / 100 }
      : { lo: 1 / hi, hi: 1 / lo };
  }
  return null;
}

function crossCheck(each: Contrast | { readonly missing: string }): Effect | null {
  if ('missing' in each) return null;
  const limits: Interval | null = tInterval(each.logRatios);
  return limits && { value: mean(each.logRatios), ...limits };
}

function shareOf({ value, lo, hi }: Effect, sum: number): Effect {
  const [a, b] = [lo / sum, hi / sum];
  return { value: value / sum, lo: Math.min(a, b), hi: Math.max(a, b) };
}

export const chainsOf = (
  { plan: { design } }: Measurements,
  { contrasts, effects }: FirstStage,
): readonly Chain[] =>
  interactionChains(
    design,
    contrasts,
    effects.fixes.map(({ value }) => value),
  );

function interaction(
  of: Measurements,
  metric: MetricName,
  { pair, aliases, value, flagged }: Chain,
): Interaction {
  const nameOf = (index: number): string => of.asked.factors[index]?.fix ?? '';
  const named = ([a, b]: Chain['pair']): [string, string] => [nameOf(a), nameOf(b)];
  const squares = squaresOf(pair, of.asked.factors.length).map((_, corner) =>
    contrast(of, metric, 'pair', squareName(named(pair), corner)),
  );
  const measured = squares.flatMap((each) => ('missing' in each ? [] : [each]));
  const confirmed = measured.length === squares.length ? confirmation(measured) : null;
  return {
    fixes: named(pair),
    aliases: aliases.map(named),
    estimate: Math.exp(value),
    flagged,
    confirmed: confirmed && asRatio(confirmed),
  };
}

export const squareName = ([a, b]: readonly [string, string], corner: number): string =>
  `${a}-${b}-${corner + 1}`;
