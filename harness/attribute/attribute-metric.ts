/** What each fix gives by one metric. Pure: from what was measured to what `run.json` says. */
import type { AttributedFix, Attribution, Interaction } from '../record/attribution.ts';
import type { MetricName } from '../record/metric.ts';
import type { AskedAttribution } from '../record/recording.ts';
import type { MeasuredMetric } from '../record/run.ts';
import { classify } from './classify.ts';
import { type CrossCheck, crossCheck } from './cross-check.ts';
import { type Effect, reachOf, type StandardError } from './effects.ts';
import { type Chain, confirmation } from './interactions.ts';
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
  const { first, effects, stage, comparison, lacking } = stages;
  const sum = effects([...of.asked.factors.keys()]);
  const told = toldFromChance(effects, of.asked.factors.length);
  const { misfit, lackOfFit, noise } = first.measured;
  return {
    ...whole,
    stage,
    ...(lacking === undefined ? {} : { reason: lacking }),
    sum: asRatio(sum),
    fixes: of.asked.factors.map((factor, index) =>
      attributedFix(of, metric, factor, {
        effect: effects([index]),
        sum,
        proven: told[index] ?? false,
        stage,
        comparison,
      }),
    ),
    lackOfFit: lackOfFit.map(Math.exp),
    misfit: Math.exp(misfit),
    noise: noise === null ? null : Math.exp(noise),
    lambda: first.surface.lambda,
    interactions: chainsOf(of, first)
      .slice(0, namedPairs)
      .map((chain) => interaction(of, metric, chain, comparison)),
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
  readonly comparison: StandardError;
}

function attributedFix(
  of: Measurements,
  metric: MetricName,
  { fix, finding }: AskedAttribution['factors'][number],
  { effect, sum, proven, stage, comparison }: FixFigures,
): AttributedFix {
  const checked = (which: 'alone' | 'without'): CrossCheck | null => {
    const each = contrastFor(of, metric, which, fix);
    return 'missing' in each ? null : crossCheck(each, comparison, of.asked.factors.length);
  };
  const [alone, without] = [checked('alone'), checked('without')];
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
    alone: alone && asRatio(alone.own),
    without: without && asRatio(without.own),
  };
}

function shareOf({ value, lo, hi }: Effect, sum: number): Effect {
  const [a, b] = [lo / sum, hi / sum];
  return { value: value / sum, lo: Math.min(a, b), hi: Math.max(a, b) };
}

/** Named by that of its pairs which was confirmed, be it for another metric. */
function interaction(
  of: Measurements,
  metric: MetricName,
  { pair, aliases, value, flagged }: Chain,
  comparison: StandardError,
): Interaction {
  const pairs = [pair, ...aliases].map((each) => ({
    pair: each,
    confirmed: confirmedPair(of, metric, each, comparison),
  }));
  const named = pairs.find(({ confirmed }) => confirmed) ?? { pair, confirmed: null };
  const namesOf = ([a, b]: Chain['pair']): [string, string] => [nameOf(of, a), nameOf(of, b)];
  return {
    fixes: namesOf(named.pair),
    aliases: pairs.flatMap((each) => (each.pair === named.pair ? [] : [namesOf(each.pair)])),
    estimate: Math.exp(value),
    flagged,
    confirmed: named.confirmed && asRatio(named.confirmed),
  };
}

const nameOf = ({ asked }: Measurements, index: number): string => asked.factors[index]?.fix ?? '';

/** Null where its squares were not measured. */
function confirmedPair(
  of: Measurements,
  metric: MetricName,
  pair: Chain['pair'],
  comparison: StandardError,
): Effect | null {
  const squares = confirming(pair, of.asked).map(({ name }) => contrastNamed(of, metric, name));
  const measured = squares.flatMap((each) => ('missing' in each ? [] : [each]));
  return measured.length === squares.length ? confirmation(measured, reachOf(comparison)) : null;
}
