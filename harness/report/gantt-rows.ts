/** Which spans of a trace get a row of their own in the picture, and under which name. */
import type { Span } from '../profile/span.ts';
import { allOf, type TraceNode } from '../profile/trace-tree.ts';
import type { TypicalTrace } from '../profile/typical-trace.ts';

export interface GanttRow {
  readonly label: string;
  /** The root's is 0. */
  readonly depth: number;
  /** One span, or siblings of one name that are too short for a row each. */
  readonly nodes: readonly TraceNode[];
  /** Drawn within the row: what has no row of its own. */
  readonly inside: readonly TraceNode[];
  readonly inChain: boolean;
}

/** Rows of a side at most: two sides fit on a screen. */
const mostRows = 24;
/** What is shorter than this share of the picture's width gets no row, and nothing below it does. */
const tinyShare = 0.015;

/** How deep rows can go so that every trace fits; deeper spans are drawn inside the rows. */
export function fittingDepth(traces: readonly TypicalTrace[], longestUs: number): number {
  const fits = (depth: number) =>
    traces.every((trace) => allRows(trace, depth, longestUs).length <= mostRows);
  const deepest = Math.max(...traces.map(({ root }) => depthOf(root)));
  let depth = 1;
  while (depth < deepest && fits(depth + 1)) depth++;
  return depth;
}

/** At most `mostRows`, and how many were left out. */
export function ganttRows(
  trace: TypicalTrace,
  depth: number,
  longestUs: number,
): { readonly rows: readonly GanttRow[]; readonly left: number } {
  const rows = allRows(trace, depth, longestUs);
  return { rows: rows.slice(0, mostRows), left: Math.max(0, rows.length - mostRows) };
}

const depthOf = ({ children }: TraceNode): number => 1 + Math.max(0, ...children.map(depthOf));

function allRows(trace: TypicalTrace, deepest: number, longestUs: number): readonly GanttRow[] {
  const chain = new Set(trace.chain);
  const isTiny = ({ span }: TraceNode) => span.endUs - span.startUs < tinyShare * longestUs;
  const rowsOf = (nodes: readonly TraceNode[], depth: number): readonly GanttRow[] => {
    const [node] = nodes;
    if (!node) return [];
    const isLast = depth === deepest || nodes.length > 1 || isTiny(node);
    const below = isLast ? [] : inRows(node.children, isTiny, trace.root.span.endUs);
    return [
      {
        label: nodes.length > 1 ? `${node.span.name} × ${nodes.length}` : labelOf(node.span),
        depth,
        nodes,
        inside: isLast
          ? nodes.flatMap(({ children }) => children.flatMap((each) => [...allOf(each)]))
          : [],
        inChain: nodes.some(({ span }) => chain.has(span.spanId)),
      },
      ...below.flatMap((group) => rowsOf(group, depth + 1)),
    ];
  };
  return rowsOf([trace.root], 0);
}

/** In order of their starts. What begins after the end of the run has no place in the picture. */
function inRows(
  nodes: readonly TraceNode[],
  isTiny: (node: TraceNode) => boolean,
  endUs: number,
): readonly (readonly TraceNode[])[] {
  const rows: TraceNode[][] = [];
  const tiny = new Map<string, TraceNode[]>();
  for (const node of nodes.filter(({ span }) => span.startUs < endUs)) {
    const name = sharedName(node);
    const alike = isTiny(node) ? tiny.get(name) : undefined;
    if (alike) {
      alike.push(node);
      continue;
    }
    const row = [node];
    rows.push(row);
    if (isTiny(node)) tiny.set(name, row);
  }
  return rows;
}

/** Of steps each is one of its own, however short; of calls and statements there can be hundreds. */
const sharedName = (node: TraceNode): string =>
  node.class === 'step' ? labelOf(node.span) : node.span.name;

/** Attributes of the semantic conventions that tell spans of one name from each other. */
const telling = [
  'gen_ai.tool.name',
  'gen_ai.request.model',
  'http.route',
  'url.path',
  'url.full',
  'db.query.summary',
  'db.collection.name',
];

/** `step` with an attribute `step.name` is called by both. */
function labelOf({ name, attributes }: Span): string {
  const detail = [`${name}.name`, ...telling]
    .map((key) => attributes[key])
    .find((value) => typeof value === 'string' && !name.includes(value));
  return detail === undefined ? name : `${name} ${detail}`;
}
