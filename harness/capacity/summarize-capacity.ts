/** From the steps of a search to `capacity.json`. */
import { Histogram } from '../load/histogram.ts';
import type { PackedLevel } from '../load/level.ts';
import {
  type Capacity,
  type CapacityHeader,
  type CapacityLevel,
  type CapacitySide,
  capacitySchema,
} from '../record/capacity.ts';
import type { CapacityEvent, LevelStep, SaturationStep } from '../run/capacity-events.ts';
import { neededValues } from '../stats/quantile-interval.ts';
import { capacityWarnings } from './capacity-warnings.ts';
import { kneeOf } from './knee.ts';
import { perSecondOf } from './throughput.ts';

export interface SearchEnd {
  readonly at: Date;
  /** It was cut off by a signal. */
  readonly interrupted: boolean;
}

/** Throws when the result does not fit its own schema. */
export function summarizeCapacity(
  header: CapacityHeader,
  events: readonly CapacityEvent[],
  end: SearchEnd,
): Capacity {
  const failed = events.find((event) => event.kind === 'failed');
  const sides = header.sides.map((side) => summarizeSide(side, header, events));
  const [baseline, candidate] = sides.map(({ knee }) =>
    knee?.atLeast ? null : knee?.ratePerSecond,
  );
  const tookMs = end.at.getTime() - Date.parse(header.environment.startedAt);
  return capacitySchema.parse({
    ...header,
    environment: { ...header.environment, seconds: Math.round(tookMs / 1000) },
    partial: end.interrupted || failed !== undefined,
    sides,
    kneeRatio: baseline && candidate ? candidate / baseline : null,
    failure: failed?.failure ?? null,
    warnings: sides.flatMap((side) => capacityWarnings(side, header.stepSeconds)),
  });
}

function summarizeSide(
  { side, variant }: CapacityHeader['sides'][number],
  { scenario }: CapacityHeader,
  events: readonly CapacityEvent[],
): CapacitySide {
  const saturations = events.filter((event) => event.kind === 'saturation' && event.side === side);
  const steps = events.filter((event) => event.kind === 'level' && event.side === side);
  const saturation = scenario.closedLoop
    ? summarizeSaturation(saturations as readonly SaturationStep[])
    : { steps: [], best: null, reason: 'not measured: its operations are not one HTTP request' };
  const levels = (steps as readonly LevelStep[]).map(summarizeLevel);
  return {
    side,
    variant,
    saturation,
    levels,
    ...kneeOf(levels, saturation),
    webSocket: mostUseful(levels),
  };
}

function summarizeSaturation(events: readonly SaturationStep[]): CapacitySide['saturation'] {
  const steps = events.map(({ connections, saturation, helperCoreBusy, serviceLateP99Ms }) => ({
    connections,
    completed: saturation.completed,
    perSecond: perSecondOf(saturation),
    failures: [...saturation.failures],
    brokenOff: saturation.brokenOff,
    generatorUtilization: saturation.utilization,
    helperCoreBusy,
    serviceLateP99Ms,
  }));
  const [first, ...others] = steps;
  if (!first) return { steps, best: null, reason: null };
  const { connections, perSecond } = others.reduce(
    (best, step) => (step.perSecond > best.perSecond ? step : best),
    first,
  );
  if (perSecond > 0) return { steps, best: { connections, perSecond }, reason: null };
  const [failure] = first.failures;
  const why = failure ? `${failure.count} times: ${failure.message}` : 'give a longer --duration';
  return { steps, best: null, reason: `nothing was answered with 2xx within a step (${why})` };
}

function summarizeLevel(step: LevelStep): CapacityLevel {
  const { level, durationMs, ratePerSecond, verdict, helperCoreBusy, serviceLateP99Ms } = step;
  const useful = level.tallies['ws.useful'];
  const aSecond = (count: number): number => (count * 1000) / durationMs;
  return {
    ratePerSecond,
    counts: level.counts,
    completedPerSecond: aSecond(level.completedInTime),
    response: percentilesOf(level),
    inFlight: [...level.inFlight],
    webSocket:
      useful === undefined
        ? null
        : {
            usefulPerSecond: aSecond(useful),
            messagesPerSecond: aSecond(level.tallies['ws.received'] ?? 0),
          },
    ...verdict,
    generatorUtilization: level.generator.utilization,
    helperCoreBusy,
    serviceLateP99Ms,
  };
}

/**
 * Operations that failed count as endless, as they do in an arm: a percentile that they reach has no
 * value.
 */
function percentilesOf({ histograms, counts }: PackedLevel): CapacityLevel['response'] {
  const histogram = Histogram.fromCompressedBase64(histograms['response'] ?? '');
  const ms = (p: number): number | null => {
    const ofCompleted = (p * counts.planned) / counts.completed;
    const known = counts.planned >= neededValues(p) && ofCompleted <= 1;
    return known ? histogram.percentileUs(ofCompleted) / 1000 : null;
  };
  return { p50: ms(0.5), p95: ms(0.95), p99: ms(0.99) };
}

function mostUseful(levels: readonly CapacityLevel[]): CapacitySide['webSocket'] {
  const kept = levels.flatMap(({ state, webSocket, ratePerSecond }) =>
    state === 'kept up' && webSocket ? [{ ratePerSecond, ...webSocket }] : [],
  );
  return kept.toSorted((a, b) => b.usefulPerSecond - a.usefulPerSecond)[0] ?? null;
}
