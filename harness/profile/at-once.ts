/** One after another, or side by side? */
import type { SpanClass } from './span-class.ts';
import { allOf, type Stretch, startSlackUs, type TraceNode } from './trace-tree.ts';

/** How the work of a run was spread. */
export interface AtOnce {
  /** The children of one class, of one span, that have the most work in them: how many matter. */
  readonly parts: number;
  readonly class: SpanClass;
  /** How many of them ran at the same time, at most. */
  readonly most: number;
  /** The share of the run's time, 0 to 1, in which two or more children of one span ran at once. */
  readonly share: number;
}

/** What takes less of the run than this says nothing about how its work was spread. */
const leastShare = 0.01;

/** Null when no span has two children that matter. */
export function atOnce(root: TraceNode): AtOnce | null {
  const runUs = root.span.endUs - root.span.startUs;
  const fans = [...allOf(root)].map(({ children }) =>
    children.filter((child) => lastsUs(child) >= leastShare * runUs),
  );
  const widest = fans
    .flatMap(ofOneClass)
    .filter((parts) => parts.length > 1)
    .sort((a, b) => workUs(b) - workUs(a))[0];
  if (!widest?.[0]) return null;
  const most = Math.max(...levelsOf(widest).map(({ level }) => level));
  const shared = fans.flatMap((fan) => levelsOf(fan).filter(({ level }) => level > 1));
  const share = Math.min(1, coveredUs(shared) / runUs);
  return { parts: widest.length, class: widest[0].class, most, share };
}

const ofOneClass = (nodes: readonly TraceNode[]): readonly (readonly TraceNode[])[] =>
  [...new Set(nodes.map((node) => node.class))].map((each) =>
    nodes.filter((node) => node.class === each),
  );

const lastsUs = ({ span }: TraceNode): number => span.endUs - span.startUs;

const workUs = (nodes: readonly TraceNode[]): number =>
  nodes.reduce((sum, node) => sum + lastsUs(node), 0);

interface Level extends Stretch {
  /** How many run during the stretch. */
  readonly level: number;
}

function levelsOf(nodes: readonly TraceNode[]): readonly Level[] {
  const changes = nodes
    .flatMap(({ span: { startUs, endUs } }) => [
      { atUs: startUs, by: 1 },
      { atUs: Math.max(startUs, endUs - startSlackUs), by: -1 },
    ])
    .sort((a, b) => a.atUs - b.atUs || a.by - b.by);
  let level = 0;
  return changes.map(({ atUs, by }, index) => {
    level += by;
    return { fromUs: atUs, toUs: changes[index + 1]?.atUs ?? atUs, level };
  });
}

/** Of stretches that may overlap. */
function coveredUs(stretches: readonly Stretch[]): number {
  let covered = 0;
  let untilUs = 0;
  for (const { fromUs, toUs } of [...stretches].sort((a, b) => a.fromUs - b.fromUs)) {
    covered += Math.max(0, toUs - Math.max(fromUs, untilUs));
    untilUs = Math.max(untilUs, toUs);
  }
  return covered;
}
