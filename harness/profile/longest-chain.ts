/** The chain of spans that a run could not have been shorter than: its critical path. */
import { startSlackUs, type TraceNode } from './trace-tree.ts';

/**
 * From the end of the span backwards: what ended last held it up, then what ended last before that
 * began, and so on down the tree. In order of time, parents before their children; a child that
 * outlives its parent held nothing up.
 *
 *   run    ├──────────────────────┤
 *   plan   ├──────┤                  in the chain
 *   look           ├────┤            not: `read` took longer
 *   read           ├────────┤        in the chain
 *   write                    ├────┤  in the chain
 */
export function longestChain(node: TraceNode): readonly TraceNode[] {
  const chain: TraceNode[] = [];
  let untilUs = node.span.endUs;
  const byEnd = [...node.children].sort((a, b) => b.span.endUs - a.span.endUs);
  for (const child of byEnd) {
    if (child.span.endUs > untilUs + startSlackUs) continue;
    chain.unshift(...longestChain(child));
    untilUs = child.span.startUs;
  }
  return [node, ...chain];
}
