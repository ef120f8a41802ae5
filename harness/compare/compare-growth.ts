/** By how much each side's memory grows, as metrics beside the others. */
import type { ArmResult } from '../record/arm-result.ts';
import { type MetricName, metric } from '../record/metric.ts';
import type { Summary } from '../record/run.ts';
import { type Slope, slopeInterval } from '../stats/theil-sen.ts';
import type { Comparison } from './comparison.ts';
import {
  type HeldKind,
  type HeldMemory,
  heldKinds,
  heldMemory,
  lineOf,
  lowEnvelope,
  settled,
} from './held-memory.ts';
import { type Judgement, type Judging, notJudged } from './judging.ts';
import { countOf, sayOfSides } from './sentence.ts';
import { verdictOfSide } from './verdict.ts';

export type GrowthName = `memory.${HeldKind}.growthPerThousand`;

export const isGrowth = (name: MetricName): name is GrowthName =>
  name.endsWith('.growthPerThousand');

/** A byte an operation, in KiB per 1,000: less is nothing that JavaScript could hold of each. */
export const noGrowth = 1;
/** A slope through fewer points is a guess. */
const fewestCollections = 8;
/** What was done less often than this has no figure per thousand. */
const fewestOperations = 100;

/**
 * A comparison each for heap, buffers and resident memory: the slope of what is held after full
 * garbage collections, over the second half of each launch. A growth may be 0 or less, so that there
 * is no ratio: one side is better when the intervals of both lie apart.
 */
export function compareGrowth(
  scenario: string,
  arms: readonly ArmResult[],
  judging: Judging,
): readonly Comparison[] {
  const held = { baseline: heldMemory(arms, 'baseline'), candidate: heldMemory(arms, 'candidate') };
  return heldKinds.map((kind): Comparison => {
    const baseline = growthOf(held.baseline, kind, judging.confidence);
    const candidate = growthOf(held.candidate, kind, judging.confidence);
    const name: GrowthName = `memory.${kind}.growthPerThousand`;
    const { unit, better } = metric(name);
    return {
      scenario,
      metric: name,
      unit,
      better,
      baseline: baseline.summary,
      candidate: candidate.summary,
      ...weigh(baseline, candidate, judging),
    };
  });
}

interface Growth {
  readonly summary: Summary | null;
  /** Why there is none. */
  readonly reason: string | null;
}

function growthOf(launches: readonly HeldMemory[], kind: HeldKind, confidence: number): Growth {
  const operations = launches.reduce((sum, launch) => sum + launch.operations, 0);
  const late = launches.map(settled);
  const collections = late.flat().length;
  if (operations < fewestOperations) {
    return none(`${countOf(operations, 'operation')}, ${fewestOperations} are needed`);
  }
  const slope =
    collections < fewestCollections
      ? null
      : slopeInterval(
          late.map((points) => lowEnvelope(lineOf(points, kind))),
          confidence,
        );
  if (slope === null) {
    return none(
      `${countOf(collections, 'full garbage collection')} in the second half, ${fewestCollections} are needed: measure longer, or by compare --soak`,
    );
  }
  return { summary: { ...slope, units: collections, operations }, reason: null };
}

const none = (reason: string): Growth => ({ summary: null, reason });

function weigh(baseline: Growth, candidate: Growth, { judge }: Judging): Judgement {
  if (!baseline.summary || !candidate.summary) {
    return notJudged(sayOfSides(baseline.reason, candidate.reason) ?? 'it was not measured');
  }
  return judge
    ? { ratio: null, ...verdictOfSlopes(baseline.summary, candidate.summary) }
    : notJudged('a quick run: no verdicts');
}

function verdictOfSlopes(baseline: Slope, candidate: Slope): Omit<Judgement, 'ratio'> {
  if (Math.max(baseline.hi, candidate.hi) <= noGrowth) {
    return { verdict: 'same', reason: 'neither side grows by a byte an operation' };
  }
  if (candidate.hi < baseline.lo && baseline.lo > noGrowth) {
    return { verdict: verdictOfSide('below', 'lower'), reason: apart };
  }
  if (baseline.hi < candidate.lo && candidate.lo > noGrowth) {
    return { verdict: verdictOfSide('above', 'lower'), reason: apart };
  }
  return { verdict: 'unsure', reason: 'the intervals of both sides meet' };
}

const apart = 'a growth has no ratio; the intervals of both sides lie apart';
