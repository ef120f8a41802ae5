/** A limit on one side's own figure: held against the interval of that figure. */
import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';
import type { GateLimit, Summary } from '../record/run.ts';
import { binomialInterval } from '../stats/exact-binomial.ts';
import type { Interval } from '../stats/interval.ts';
import type { Limit } from './limit.ts';
import { type GateMaterial, notJudged } from './material.ts';

export function judgeFigure(
  limit: Limit,
  { metrics, level }: Pick<GateMaterial, 'metrics' | 'level'>,
): GateLimit {
  const measured = metrics[limit.metric];
  const figure = limit.of === 'ratio' ? null : measured?.[limit.of];
  if (!figure) return notJudged(limit, measured?.reason ?? 'it was not measured');
  const { value } = figure;
  const { lo, hi } =
    limit.metric === 'errors.rate' ? rateInterval(figure, level) : widened(figure, level);
  const said = {
    limit: limit.text,
    metric: limit.metric,
    measured: { value, lo, hi },
    pValue: null,
  };
  const [inside, outside] = limit.atMost
    ? [hi <= limit.bound, lo > limit.bound]
    : [lo >= limit.bound, hi < limit.bound];
  if (inside || outside) return { ...said, state: inside ? 'kept' : 'broken' };
  return { ...said, state: 'unsure', reason: 'the limit lies inside the interval: measure longer' };
}

/** Of what is held against a limit; an early look needs more than the 95 % of the report, none less. */
const confidenceAt = (level: number): number => Math.max(0.95, 1 - 2 * level);

/** The report's 95 % interval as it would be at the confidence of this look, were the figure normally distributed. */
function widened({ value, lo, hi }: Summary, level: number): Interval {
  const z = (confidence: number): number => normalQuantile((1 + confidence) / 2, 0, 1);
  const factor = z(confidenceAt(level)) / z(0.95);
  return { lo: value - factor * (value - lo), hi: value + factor * (hi - value) };
}

/** No failure in 43 operations does not say that fewer than 1 % fail: up to 8 % may. */
function rateInterval({ value, operations }: Summary, level: number): Interval {
  if (value >= 1) return { lo: 1, hi: 1 };
  const failed = Math.round((operations * value) / (1 - value));
  return binomialInterval(failed, operations + failed, confidenceAt(level));
}
