/** What each fix gives by one metric. Pure: from what was measured to what `run.json` says. */
import type { AttributedFix, Attribution, Interaction } from '../record/attribution.ts';
import type { MetricName } from '../record/metric.ts';
import type { AskedAttribution } from '../record/recording.ts';
import type { MeasuredMetric } from '../record/run.ts';
import { mean, tInterval } from '../stats/t-interval.ts';
import { classify } from './classify.ts';
import type { Effect } from './effects.ts';
import { type Chain, confirmation, squaresOf } from './interactions.ts';
import type { MeasuredContrast } from './measured-contrasts.ts';
import type { Measurements } from './measurements.ts';
import { claimedRatio } from './promised.ts';
import { chainsOf, contrastFor, stagesOf } from './stages.ts';

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
  const stages = stagesOf(of, metric);
  if ('missing' in stages) return { ...whole, ...nothing, reason: stages.missing };
  const { first, effects, stage } = stages;
  const sum = effects([...of.asked.factors.keys()]);
  return {
    ...whole,
    stage,
    sum: asRatio(sum),
    fixes: of.asked.factors.map((factor, index) =>
      attributedFix(of, metric, factor, effects([index]), sum),
    ),
    lackOfFit: first.measured.lackOfFit.map(Math.exp),
    noise: first.measured.noise === null ? null : Math.exp(first.measured.noise),
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

function attributedFix(
  of: Measurements,
  metric: MetricName,
  { fix, finding }: AskedAttribution['factors'][number],
  effect: Effect,
  sum: Effect,
): AttributedFix {
  const alone = crossCheck(contrastFor(of, metric, 'alone', fix));
  const without = crossCheck(contrastFor(of, metric, 'without', fix));
  const isSomething = sum.lo > 0 || sum.hi < 0;
  return {
    fix,
    finding,
    ratio: asRatio(effect),
    share: isSomething ? shareOf(effect, sum.value) : null,
    resolved: effect.lo > 0 || effect.hi < 0,
    claimed: claimedRatio(of.asked, metric, fix),
    class: classify(metric, { effect, alone, without }),
    alone: alone && asRatio(alone),
    without: without && asRatio(without),
  };
}

function crossCheck(each: MeasuredContrast): Effect | null {
  if ('missing' in each) return null;
  const limits = tInterval(each.logRatios);
  return limits && { value: mean(each.logRatios), ...limits };
}

function shareOf({ value, lo, hi }: Effect, sum: number): Effect {
  const [a, b] = [lo / sum, hi / sum];
  return { value: value / sum, lo: Math.min(a, b), hi: Math.max(a, b) };
}

function interaction(
  of: Measurements,
  metric: MetricName,
  { pair, aliases, value, flagged }: Chain,
): Interaction {
  const nameOf = (index: number): string => of.asked.factors[index]?.fix ?? '';
  const named = ([a, b]: Chain['pair']): [string, string] => [nameOf(a), nameOf(b)];
  const squares = squaresOf(pair, of.asked.factors.length).map((_, corner) =>
    contrastFor(of, metric, 'pair', squareName(named(pair), corner)),
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
