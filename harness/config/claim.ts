/** What somebody promised of a change, and how it is held against what is measured. */
import type { MetricName } from '../record/metric.ts';

/** One number of somebody's promises. */
export interface Claim {
  /** Of the audit; null where it is about all of them, or none. */
  readonly finding: number | null;
  /** As it was written. */
  readonly quote: string;
  /** What it is about: `state operations`. */
  readonly scope: string;
  readonly measure: Measure;
  /** In percent for a reduction or an overhead, in times for a speed-up, in the metric's unit for a value. */
  readonly lo: number;
  readonly hi: number;
}

export type Measure =
  /** Two mixes compared on a scenario. */
  | (Taken & {
      readonly of: 'comparison';
      readonly scenario: string;
      readonly from: Fixes;
      readonly to: Fixes;
    })
  /** What these fixes give on average over all orders, where this scenario is attributed. */
  | (Taken & { readonly of: 'attribution'; readonly scenario: string; readonly fixes: Fixes })
  | { readonly of: 'nothing'; readonly why: string };

export interface Taken {
  readonly metric: MetricName;
  /**
   * `reduction`: what of the metric is gone, of what there was; `overhead`: the same of what is left;
   * `speedup`: how many times less; `value`: what is left.
   */
  readonly as: 'reduction' | 'overhead' | 'speedup' | 'value';
}

/** Names of fixes that are on, of all that the configuration declares. */
export type Fixes = 'all' | readonly string[];
