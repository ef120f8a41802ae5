/** What limits are judged by, and how sure a judgement must be. */
import type { GateLimit, RunScenario } from '../record/run.ts';
import type { LaunchCounts, LaunchStalls } from '../run/events.ts';
import type { Flips } from '../stats/max-t.ts';
import type { Limit } from './limit.ts';
import type { GateUnit } from './unit-values.ts';

export interface GateMaterial {
  readonly units: readonly GateUnit[];
  /** Of each launch that has ended. */
  readonly stalls: readonly LaunchStalls[];
  readonly counts: readonly LaunchCounts[];
  /** The figures of both sides, for limits on one side alone. */
  readonly metrics: RunScenario['metrics'];
  /** A one-sided p-value up to this decides. */
  readonly level: number;
  /** No look comes after this one. */
  readonly last: boolean;
  /** In [0, 1), from the run's seed. */
  readonly random: () => number;
}

/** The part of the level that the test of stalls has to itself: it is no statistic over units. */
const stallShare = 0.1;
export const stallLevel = (level: number): number => level * stallShare;
/** What is left of it for all limits of ratios together. */
export const brokenLevel = (level: number): number => level * (1 - stallShare);

export interface Evidence {
  /** Of both statistics, adjusted for all limits. */
  readonly brokenP: readonly number[];
  /** How many limits are tested together. */
  readonly family: number;
  readonly flips: Flips;
}

/** The limits that are statistics over units. */
export const isTested = ({ of, metric }: Limit): boolean =>
  of === 'ratio' && metric !== 'loop.stalls';

/** Where it asks for a change, nothing passes that is not proven. */
export const allowsEqual = ({ atMost, bound }: Limit): boolean =>
  atMost ? bound >= 1 : bound <= 1;

export const notJudged = ({ text, metric }: Limit, reason: string): GateLimit => ({
  limit: text,
  metric,
  state: 'not judged',
  measured: null,
  pValue: null,
  reason,
});
