/** Samples of both sides and what comparing them gives. */
import type { ArmResult, Side } from '../record/arm-result.ts';
import type { MetricName } from '../record/metric.ts';
import type { MeasuredMetric } from '../record/run.ts';

/** All that was measured of one scenario, in order. */
export interface ScenarioArms {
  readonly scenario: string;
  readonly arms: readonly ArmResult[];
}

/** All values of one metric of one side, from the valid arms. */
export interface Sample {
  readonly scenario: string;
  readonly metric: MetricName;
  readonly side: Side;
  readonly figure: FigureKind;
  /** One value an arm, in order; an arm without one is left out. `Infinity`: failures reach it. */
  readonly arms: readonly ArmValue[];
  /** The single values that the arms' values come from, sorted; empty where there are none. */
  readonly pooled: readonly number[];
  /** How many single values, or else completed operations, the arms' values rest on. */
  readonly operations: number;
  /** Why there is no value at all, in words. */
  readonly missing: string | null;
}

export interface ArmValue {
  readonly launch: number;
  readonly unit: number;
  /** The same for the two arms of a unit that did the same work. */
  readonly seed: string;
  readonly value: number;
}

/** How a side's one figure is had: the quantile of what is pooled, or mean or largest of the arms. */
export type FigureKind = 'quantile' | 'mean' | 'largest';

/** The comparison of one metric of one scenario, as `run.json` holds it. */
export interface Comparison extends MeasuredMetric {
  readonly scenario: string;
  readonly metric: MetricName;
}
