/** The one run of a side that is drawn: neither the fastest nor the slowest of those that were traced. */
import { type AtOnce, atOnce } from './at-once.ts';
import { longestChain } from './longest-chain.ts';
import type { Span } from './span.ts';
import { type TraceNode, treeOf } from './trace-tree.ts';

/** Plain data: it is stored in the run folder and drawn from there. */
export interface TypicalTrace {
  readonly root: TraceNode;
  /** From the root's start to its end. */
  readonly durationUs: number;
  /** Of how many complete traces with the same root name it has the median duration. */
  readonly of: number;
  /** Ids of the spans of the longest chain, the root first, in order of time. */
  readonly chain: readonly string[];
  /** Null when there is nothing that could run at once. */
  readonly atOnce: AtOnce | null;
}

/**
 * Of the complete traces with the most frequent root name, the one whose duration is the median
 * (the shorter of the middle two). Traces of a single span, such as health checks, count only where
 * there are no others. Ties go to the name with the most time, then to the smaller id, so that
 * equal spans give an equal picture. Null when no trace is complete.
 */
export function typicalTrace(spans: readonly Span[]): TypicalTrace | null {
  const trees = [...byTrace(spans).values()].flatMap((trace) => treeOf(trace) ?? []);
  const branched = trees.filter(({ children }) => children.length > 0);
  const alike = mostFrequent(branched.length > 0 ? branched : trees);
  const median = alike.sort(byDuration)[Math.floor((alike.length - 1) / 2)];
  return median ? describeTrace(median, alike.length) : null;
}

function byTrace(spans: readonly Span[]): ReadonlyMap<string, Span[]> {
  return grouped(spans, ({ traceId }) => traceId);
}

function mostFrequent(trees: readonly TraceNode[]): TraceNode[] {
  const groups = [...grouped(trees, ({ span }) => span.name).values()];
  const timeUs = (group: readonly TraceNode[]) =>
    group.reduce((sum, tree) => sum + durationUs(tree), 0);
  return groups.sort((a, b) => b.length - a.length || timeUs(b) - timeUs(a))[0] ?? [];
}

function grouped<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group) group.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return groups;
}

const durationUs = ({ span }: TraceNode): number => span.endUs - span.startUs;

const byDuration = (a: TraceNode, b: TraceNode): number =>
  durationUs(a) - durationUs(b) || (a.span.traceId < b.span.traceId ? -1 : 1);

function describeTrace(root: TraceNode, of: number): TypicalTrace {
  return {
    root,
    durationUs: durationUs(root),
    of,
    chain: longestChain(root).map(({ span }) => span.spanId),
    atOnce: atOnce(root),
  };
}
