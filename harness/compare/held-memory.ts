/** What a server held after full garbage collections, by how much it had done. */
import type { ArmResult, Collection, Side } from '../record/arm-result.ts';
import type { Point } from '../stats/theil-sen.ts';

export type HeldKind = 'heap' | 'buffers' | 'rss';

export const heldKinds: readonly HeldKind[] = ['heap', 'buffers', 'rss'];

/** In KiB. */
type Held = Readonly<Record<HeldKind, number>>;

export interface HeldPoint extends Held {
  /** Completed by then, since the launch's first arm began. */
  readonly operations: number;
}

/** One side of one launch. */
export interface HeldMemory {
  /** In all of its arms. */
  readonly operations: number;
  readonly points: readonly HeldPoint[];
}

/** Of each launch in which the side was loaded; arms in the order in which they were measured. */
export function heldMemory(arms: readonly ArmResult[], side: Side): readonly HeldMemory[] {
  const launches = new Map<number, ArmResult[]>();
  for (const arm of arms.filter((each) => each.side === side)) {
    launches.set(arm.launch, [...(launches.get(arm.launch) ?? []), arm]);
  }
  return [...launches.values()].map(heldInLaunch);
}

function heldInLaunch(arms: readonly ArmResult[]): HeldMemory {
  let operations = 0;
  const points = arms.flatMap(({ load, server }) => {
    const before = operations;
    operations += load.counts.completed;
    const endsUs = load.operations
      .filter(({ outcome }) => outcome === 'completed')
      .map(({ plannedUs, responseUs }) => load.startedUs + plannedUs + responseUs);
    return (server?.collections ?? []).map((collection) => ({
      operations: before + endsUs.filter((endUs) => endUs <= collection.atUs).length,
      ...inKiB(collection),
    }));
  });
  return { operations, points };
}

const inKiB = ({ heapBytes, bufferBytes, rssBytes }: Collection): Held => ({
  heap: heapBytes / 1024,
  buffers: bufferBytes / 1024,
  rss: rssBytes / 1024,
});

/** The memory of one kind, in KiB over thousands of operations. */
export const lineOf = (points: readonly HeldPoint[], kind: HeldKind): readonly Point[] =>
  points.map((point) => ({ x: point.operations / 1000, y: point[kind] }));

/**
 * Caches, pools and compiled code grow first: what a server does in the second half, it goes on doing.
 * Of readings after the same number of operations, the last is left.
 */
export const settled = ({ operations, points }: HeldMemory): readonly HeldPoint[] =>
  points.filter(
    (point, index) =>
      point.operations > operations / 2 && points[index + 1]?.operations !== point.operations,
  );

/** More groups would hardly say more, and neighbours are no independent readings. */
const mostGroups = 24;

/**
 * The lowest point of each group of neighbours: work under way and garbage that was missed only ever
 * add.
 */
export function lowEnvelope(points: readonly Point[]): readonly Point[] {
  const groups = Math.min(mostGroups, points.length);
  const start = (group: number): number => Math.floor((group * points.length) / groups);
  return Array.from({ length: groups }, (_, group) =>
    points
      .slice(start(group), start(group + 1))
      .reduce((low, point) => (point.y < low.y ? point : low)),
  );
}
