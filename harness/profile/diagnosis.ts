/** What the diagnosis pass says of a scenario: `profiles/<scenario>.json` in the folder of a run. */

import type { CpuProfile } from '../probe/cpu-profile.ts';
import type { ProfileStretch } from '../probe/stall-profiler.ts';
import type { Side } from '../record/arm-result.ts';
import { type CallNode, callTreeOf, type FunctionTime, selfTimesOf } from './call-tree.ts';
import type { ClinicTool } from './clinic-launch.ts';
import {
  type AllocationSite,
  allocationSites,
  type Growth,
  growthBetween,
  type HeapProfile,
  type Population,
} from './heap.ts';
import type { SideCounts } from './side-counts.ts';
import type { Sources } from './source-file.ts';
import { type Blocker, blockersOf, type StallKind, stallsOf } from './stalls.ts';
import type { TypicalTrace } from './typical-trace.ts';

export interface Diagnosis {
  readonly schema: 'tandem/diagnosis@1';
  readonly scenario: string;
  readonly title: string;
  /** The candidate's is missing where one variant was looked at alone. */
  readonly sides: Readonly<Partial<Record<Side, SideDiagnosis>>>;
}

export interface SideDiagnosis {
  readonly variant: string;
  readonly cpu: CpuDiagnosis;
  readonly heap: HeapDiagnosis;
  /** Null where operations failed one after another. */
  readonly counts: SideCounts | null;
  /** Null where the server exports no traces. */
  readonly trace: TraceDiagnosis | null;
  readonly clinic: readonly ClinicDiagnosis[];
}

/** What one of Clinic's tools made of it. */
export interface ClinicDiagnosis {
  readonly tool: ClinicTool;
  /** From the run's folder; null where it failed. */
  readonly page: string | null;
  /** Its doctor's word for what is wrong, to be shown and not to be trusted. */
  readonly verdict: string | null;
  readonly failure: string | null;
}

export interface TraceDiagnosis {
  readonly typical: TypicalTrace;
  /** The key of the operation; null where its spans do not name it. */
  readonly operation: string | null;
  /** The shortest time that it could take; null where that is not known. */
  readonly plannedPathMs: number | null;
  /** Spans that there was no room for. */
  readonly dropped: number;
}

/** Of operations under a CPU profile. */
export interface CpuDiagnosis {
  readonly operations: number;
  readonly seconds: number;
  /** Without what took less than a thousandth. */
  readonly tree: CallNode;
  readonly functions: readonly FunctionTime[];
  /** How often and for how long the event loop stood still for over 25 ms, by what the thread did. */
  readonly stalls: Readonly<Partial<Record<StallKind, { count: number; ms: number }>>>;
  readonly blockers: readonly Blocker[];
}

/** Of other operations, with every allocation sampled. */
export interface HeapDiagnosis {
  readonly operations: number;
  readonly allocations: readonly AllocationSite[];
  /** What was there afterwards and not before; null where the heap was too large for two snapshots. */
  readonly growth: readonly Growth[] | null;
}

/** So many rows of each table are kept. */
const keptRows = 30;
const smallestShare = 0.001;

export interface LoadedWindow {
  /** On the monotonic clock, in microseconds. */
  readonly startUs: number;
  readonly endUs: number;
  readonly operations: number;
}

export function diagnoseCpu(
  stretches: readonly ProfileStretch[],
  profile: CpuProfile,
  window: LoadedWindow,
  sources: Sources,
): CpuDiagnosis {
  const operations = Math.max(1, window.operations);
  const tree = callTreeOf(profile, operations, sources);
  const stalls = stallsOf(stretches, sources, window);
  const ofKinds: Partial<Record<StallKind, { count: number; ms: number }>> = {};
  for (const { kind, blockedMs } of stalls) {
    const { count, ms } = ofKinds[kind] ?? { count: 0, ms: 0 };
    ofKinds[kind] = { count: count + 1, ms: ms + blockedMs };
  }
  return {
    operations: window.operations,
    seconds: (window.endUs - window.startUs) / 1e6,
    tree: pruned(tree, tree.totalUs * smallestShare),
    functions: selfTimesOf(tree).slice(0, keptRows),
    stalls: ofKinds,
    blockers: blockersOf(stalls).slice(0, keptRows),
  };
}

export function diagnoseHeap(
  profile: HeapProfile,
  operations: number,
  sources: Sources,
  before: Population | null,
  after: Population | null,
): HeapDiagnosis {
  return {
    operations,
    allocations: allocationSites(profile, Math.max(1, operations), sources).slice(0, keptRows),
    growth: before && after ? growthBetween(before, after).slice(0, keptRows) : null,
  };
}

const pruned = (node: CallNode, leastUs: number): CallNode => ({
  ...node,
  children: node.children
    .filter(({ totalUs }) => totalUs >= leastUs)
    .map((child) => pruned(child, leastUs)),
});
