/** Where an operation's time goes, by who called whom: what a flame graph draws. */
import type { CpuProfile } from '../probe/cpu-profile.ts';
import { samplesOf } from './profile-paths.ts';
import type { Sources } from './source-file.ts';

/** Times in microseconds an operation, so that runs of any length compare. */
export interface CallNode {
  /** `(anonymous)` where the function has none. */
  readonly function: string;
  /** Path of the source as somebody wrote it; `node:...` for Node's own; empty for what is built in. */
  readonly file: string;
  readonly selfUs: number;
  /** With all that it called. */
  readonly totalUs: number;
  readonly children: readonly CallNode[];
}

/** A function, wherever it was called from. */
export interface FunctionTime {
  readonly function: string;
  readonly file: string;
  readonly selfUs: number;
}

interface Growing {
  readonly function: string;
  readonly file: string;
  selfUs: number;
  totalUs: number;
  readonly called: Map<string, Growing>;
}

/** `operations` is how many were completed while the profile was taken, at least 1. */
export function callTreeOf(profile: CpuProfile, operations: number, sources: Sources): CallNode {
  const root = grow('all', '');
  for (const { stack, us } of samplesOf(profile)) {
    const share = us / operations;
    let at = root;
    at.totalUs += share;
    for (const { callFrame } of stack.toReversed()) {
      const name = callFrame.functionName || '(anonymous)';
      const file = sources.fileOf(callFrame);
      const key = `${name} ${file}`;
      const next = at.called.get(key) ?? grow(name, file);
      at.called.set(key, next);
      next.totalUs += share;
      at = next;
    }
    at.selfUs += share;
  }
  return settled(root);
}

const grow = (name: string, file: string): Growing => ({
  function: name,
  file,
  selfUs: 0,
  totalUs: 0,
  called: new Map(),
});

const settled = ({ called, ...node }: Growing): CallNode => ({
  ...node,
  children: [...called.values()].map(settled).sort((a, b) => b.totalUs - a.totalUs),
});

/** By the time spent in the function itself, the most first. */
export function selfTimesOf(tree: CallNode): readonly FunctionTime[] {
  const found = new Map<string, FunctionTime>();
  const open = [tree];
  for (let node = open.pop(); node; node = open.pop()) {
    open.push(...node.children);
    const key = `${node.function} ${node.file}`;
    const selfUs = (found.get(key)?.selfUs ?? 0) + node.selfUs;
    if (selfUs > 0) found.set(key, { function: node.function, file: node.file, selfUs });
  }
  return [...found.values()].sort((a, b) => b.selfUs - a.selfUs);
}
