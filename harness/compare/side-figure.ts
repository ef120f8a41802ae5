/** The one figure that stands for a side, with its limits, or why there is none. */
import { metric } from '../record/metric.ts';
import type { Summary } from '../record/run.ts';
import type { Interval } from '../stats/interval.ts';
import { quantile } from '../stats/quantile.ts';
import { neededValues, quantileInterval } from '../stats/quantile-interval.ts';
import { mean, tInterval } from '../stats/t-interval.ts';
import type { Sample } from './comparison.ts';

export type SideFigure =
  | { readonly summary: Summary; readonly reason: null }
  | { readonly summary: null; readonly reason: string };

/** The figure of a side; never a number that too few values or failures could have made. */
export function sideFigure(sample: Sample, confidence: number): SideFigure {
  const reason = sample.missing ?? tooFewValues(sample, confidence);
  if (reason !== null) return { summary: null, reason };
  const { value, interval } = figureOf(sample, confidence);
  if (!Number.isFinite(value) || !Number.isFinite(interval.hi)) {
    return { summary: null, reason: failuresReach };
  }
  const { arms, operations } = sample;
  return {
    summary: { value, lo: interval.lo, hi: interval.hi, units: arms.length, operations },
    reason: null,
  };
}

/** An operation that failed counts as endless: JSON has no number for that, and nor has anybody. */
export const failuresReach = 'operations that failed count as endless and reach this figure';

function tooFewValues({ metric: name, operations }: Sample, confidence: number): string | null {
  const p = metric(name).quantile?.p;
  if (p === undefined || p === 1) return null;
  const needed = neededValues(p, confidence);
  return operations < needed ? `${operations} values, ${needed} are needed` : null;
}

function figureOf(sample: Sample, confidence: number): { value: number; interval: Interval } {
  const values = sample.arms.map((arm) => arm.value);
  switch (sample.figure) {
    case 'quantile': {
      const p = metric(sample.metric).quantile?.p ?? 0.5;
      const value = quantile(sample.pooled, p);
      const interval = quantileInterval(sample.pooled, p, confidence);
      return { value, interval: interval ?? { lo: value, hi: value } };
    }
    case 'mean':
      return { value: mean(values), interval: meanInterval(values, confidence) };
    case 'largest': {
      const value = Math.max(...values);
      return { value, interval: { lo: Math.min(...values), hi: value } };
    }
  }
}

/** One arm has no interval of its own; a mean of what cannot be negative is not either. */
function meanInterval(values: readonly number[], confidence: number): Interval {
  const centre = mean(values);
  const { lo, hi } = tInterval(values, confidence) ?? { lo: centre, hi: centre };
  return values.every((value) => value >= 0) ? { lo: Math.max(0, lo), hi } : { lo, hi };
}
