/** The spans of one trace as a tree, in the order in which they are drawn. */
import type { Span } from './span.ts';
import { classOf, type SpanClass } from './span-class.ts';

export interface TraceNode {
  readonly span: Span;
  readonly class: SpanClass;
  /** By start. */
  readonly children: readonly TraceNode[];
  /** The span's own time: the stretches in which none of its children runs. */
  readonly own: readonly Stretch[];
}

/** Microseconds since the epoch. */
export interface Stretch {
  readonly fromUs: number;
  readonly toUs: number;
}

/**
 * OpenTelemetry's JavaScript SDK begins spans on whole milliseconds and counts their ends from
 * there: of two that follow each other, one may seem to begin up to this early.
 */
export const startSlackUs = 1000;

/**
 * Null unless all of it is there: exactly one span that was not called by another of them. A span
 * that was exported twice (an exporter that tries again) counts once.
 */
export function treeOf(spans: readonly Span[]): TraceNode | null {
  const known = new Map(spans.map((span) => [span.spanId, span]));
  const childrenOf = new Map<string, Span[]>([...known.keys()].map((id) => [id, []]));
  const roots: Span[] = [];
  for (const span of known.values()) {
    const siblings = childrenOf.get(span.parentId ?? '') ?? roots;
    siblings.push(span);
  }
  const [root] = roots;
  if (!root || roots.length > 1 || !isBeginning(root)) return null;
  return nodeOf(root, childrenOf);
}

/** A missing parent is somebody else's only for what came from outside; else it is still running. */
const isBeginning = ({ parentId, kind }: Span): boolean =>
  parentId === null || kind === 'server' || kind === 'consumer';

function nodeOf(span: Span, childrenOf: ReadonlyMap<string, readonly Span[]>): TraceNode {
  const called = [...(childrenOf.get(span.spanId) ?? [])].sort(inDrawingOrder);
  const children = called.map((child) => nodeOf(child, childrenOf));
  return { span, class: classOf(span), children, own: ownTime(span, called) };
}

const inDrawingOrder = (a: Span, b: Span): number =>
  a.startUs - b.startUs || b.endUs - a.endUs || (a.spanId < b.spanId ? -1 : 1);

function ownTime({ startUs, endUs }: Span, children: readonly Span[]): readonly Stretch[] {
  const own: Stretch[] = [];
  let fromUs = startUs;
  for (const child of children) {
    const toUs = Math.min(child.startUs, endUs);
    if (toUs > fromUs) own.push({ fromUs, toUs });
    fromUs = Math.max(fromUs, child.endUs);
  }
  return fromUs < endUs ? [...own, { fromUs, toUs: endUs }] : own;
}

/** The node itself and all below it, parents before children. */
export function* allOf(node: TraceNode): Generator<TraceNode> {
  yield node;
  for (const child of node.children) yield* allOf(child);
}
