/** What each fix gives by one metric. Pure: from what was measured to what `run.json` says. */
import type { AttributedFix, Attribution, Interaction } from '../record/attribution.ts';
import type { MetricName } from '../record/metric.ts';
import type { AskedAttribution } from '../record/recording.ts';
import type { MeasuredMetric } from '../record/run.ts';
import { mean, tInterval } from '../stats/t-interval.ts';
import { classify } from './classify.ts';
import { type Effect, reachOf } from './effects.ts';
import { type Chain, confirmation } from './interactions.ts';
import type { MeasuredContrast } from './measured-contrasts.ts';
import type { Measurements } from './measurements.ts';
import { confirming } from './plan-attribution.ts';
import { claimedRatio } from './promised.ts';
import { chainsOf, contrastFor, contrastNamed, stagesOf } from './stages.ts';
import { toldFromChance } from './told-from-chance.ts';

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
  const told = toldFromChance(effects, of.asked.factors.length);
  const { misfit, lackOfFit, noise } = first.measured;
  const oneComparison = reachOf(misfit);
  return {
    ...whole,
    stage,
    sum: asRatio(sum),
    fixes: of.asked.factors.map((factor, index) =>
      attributedFix(of, metric, factor, {
        effect: effects([index]),
        sum,
        proven: told[index] ?? false,
        stage,
        oneComparison,
      }),
    ),
    lackOfFit: lackOfFit.map(Math.exp),
    misfit: Math.exp(misfit.error),
    noise: noise === null ? null : Math.exp(noise),
    lambda: first.surface.lambda,
    interactions: chainsOf(of, first)
      .slice(0, namedPairs)
      .map((chain) => interaction(of, metric, chain, oneComparison)),
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

interface FixFigures {
  readonly effect: Effect;
  readonly sum: Effect;
  readonly proven: boolean;
  readonly stage: 'first' | 'second';
  /** How far one comparison may be off, which its units do not show. */
  readonly oneComparison: number;
}

function attributedFix(
  of: Measurements,
  metric: MetricName,
  { fix, finding }: AskedAttribution['factors'][number],
  { effect, sum, proven, stage, oneComparison }: FixFigures,
): AttributedFix {
  const alone = crossCheck(contrastFor(of, metric, 'alone', fix), oneComparison);
  const without = crossCheck(contrastFor(of, metric, 'without', fix), oneComparison);
  const isSomething = sum.lo > 0 || sum.hi < 0;
  return {
    fix,
    finding,
    ratio: asRatio(effect),
    share: isSomething ? shareOf(effect, sum.value) : null,
    resolved: effect.lo > 0 || effect.hi < 0,
    proven,
    claimed: claimedRatio(of.asked, metric, fix),
    class: classify(metric, { effect, alone, without, isProven: proven && stage === 'second' }),
    alone: alone && asRatio(alone),
    without: without && asRatio(without),
  };
}

function crossCheck(each: MeasuredContrast, oneComparison: number): Effect | null {
  if ('missing' in each) return null;
  const limits = tInterval(each.logRatios);
  if (!limits) return null;
  const value = mean(each.logRatios);
  const reach = Math.hypot(limits.hi - value, oneComparison);
  return { value, lo: value - reach, hi: value + reach };
}

function shareOf({ value, lo, hi }: Effect, sum: number): Effect {
  const [a, b] = [lo / sum, hi / sum];
  return { value: value / sum, lo: Math.min(a, b), hi: Math.max(a, b) };
}

function interaction(
  of: Measurements,
  metric: MetricName,
  { pair, aliases, value, flagged }: Chain,
  oneComparison: number,
): Interaction {
  const nameOf = (index: number): string => of.asked.factors[index]?.fix ?? '';
  const named = ([a, b]: Chain['pair']): [string, string] => [nameOf(a), nameOf(b)];
  const squares = confirming(pair, of.asked).map(({ name }) => contrastNamed(of, metric, name));
  const measured = squares.flatMap((each) => ('missing' in each ? [] : [each]));
  const confirmed =
    measured.length === squares.length ? confirmation(measured, oneComparison) : null;
  return {
    fixes: named(pair),
    aliases: aliases.map(named),
    estimate: Math.exp(value),
    flagged,
    confirmed: confirmed && asRatio(confirmed),
  };
}
