/** Two call trees laid over each other. */
import { basename } from 'node:path';
import type { CallNode } from './call-tree.ts';

/** A function in a tree of calls, and what the same one takes in the other tree. */
export interface ComparedNode {
  readonly node: CallNode;
  /** Microseconds an operation in the other tree; 0 where it is not there. */
  readonly otherUs: number;
  readonly children: readonly ComparedNode[];
}

/**
 * Functions are the same if they and all their callers have the same names and files of the same
 * name: versions of a server stand in different folders, and lines move.
 */
export function compareTrees(node: CallNode, others: readonly CallNode[]): ComparedNode {
  const below = others.flatMap(({ children }) => children);
  return {
    node,
    otherUs: others.reduce((sum, { totalUs }) => sum + totalUs, 0),
    children: joined(node.children).map((child) =>
      compareTrees(
        child,
        below.filter((other) => identity(other) === identity(child)),
      ),
    ),
  };
}

/** Those that are the same by name are one: nothing tells which of the other side's each would be. */
function joined(nodes: readonly CallNode[]): readonly CallNode[] {
  const found = new Map<string, CallNode>();
  for (const node of nodes) {
    const same = found.get(identity(node));
    found.set(identity(node), same ? sumOf(same, node) : node);
  }
  return [...found.values()].sort((a, b) => b.totalUs - a.totalUs);
}

const sumOf = (a: CallNode, b: CallNode): CallNode => ({
  ...a,
  selfUs: a.selfUs + b.selfUs,
  totalUs: a.totalUs + b.totalUs,
  children: [...a.children, ...b.children],
});

const identity = ({ function: name, file }: CallNode): string => `${name} ${basename(file)}`;
