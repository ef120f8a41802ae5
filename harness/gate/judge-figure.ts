/** A limit on one side's own figure: held against the interval of that figure. */
import type { GateLimit, RunScenario, Summary } from '../record/run.ts';
import { binomialInterval } from '../stats/exact-binomial.ts';
import type { Limit } from './limit.ts';
import { notJudged } from './material.ts';

export function judgeFigure(limit: Limit, metrics: RunScenario['metrics']): GateLimit {
  const measured = metrics[limit.metric];
  const figure = limit.of === 'ratio' ? null : measured?.[limit.of];
  if (!figure) return notJudged(limit, measured?.reason ?? 'it was not measured');
  const { value } = figure;
  const { lo, hi } = limit.metric === 'errors.rate' ? rateInterval(figure) : figure;
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

/** No failure in 43 operations does not say that fewer than 1 % fail: up to 8 % may. */
function rateInterval({ value, operations }: Summary): {
  readonly lo: number;
  readonly hi: number;
} {
  if (value >= 1) return { lo: 1, hi: 1 };
  const failed = Math.round((operations * value) / (1 - value));
  return binomialInterval(failed, operations + failed);
}
