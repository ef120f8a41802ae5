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
    children: node.children.map((child) =>
      compareTrees(
        child,
        below.filter((other) => identity(other) === identity(child)),
      ),
    ),
  };
}

const identity = ({ function: name, file }: CallNode): string => `${name} ${basename(file)}`;
