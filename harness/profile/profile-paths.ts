/** Samples of a CPU profile as stacks: what ran, and who had called it. */
import type { CpuProfile, ProfileNode } from '../probe/cpu-profile.ts';
import { isFile, isProbe } from './source-file.ts';

/** Nobody's time: the loop waited for events. */
const idleNames = new Set(['(idle)', '(root)']);

export interface Sample {
  /** Microseconds on the monotonic clock. */
  readonly atUs: number;
  /** Time up to this sample: a signal that comes late, as after a long system call, ends what it interrupts. */
  readonly us: number;
  /** Of the tree of calls, innermost first, without `(root)`. */
  readonly stack: readonly ProfileNode[];
}

/** No sample came for longer than that: the thread was in the system, where no signal reaches it. */
const gapUs = 5000;

/** All samples in which something of the server's ran, in order. */
export function samplesOf(profile: CpuProfile): readonly Sample[] {
  const stacks = stacksOf(profile);
  const samples: Sample[] = [];
  let atUs = profile.startTime;
  let last: readonly ProfileNode[] = [];
  for (const [index, id] of profile.samples.entries()) {
    const us = profile.timeDeltas[index] ?? 0;
    atUs += us;
    const now = stacks.get(id) ?? [];
    // Nobody is idle without samples, nor is it the probe: what ran before was in the system for so long.
    const stack = now.length === 0 && us > gapUs ? last : now;
    if (stack.length > 0) samples.push({ atUs, us, stack });
    last = now;
  }
  const us = profile.endTime - atUs;
  if (us > gapUs && last.length > 0) samples.push({ atUs: profile.endTime, us, stack: last });
  return samples;
}

const isOurs = ({ callFrame }: ProfileNode): boolean => isProbe(callFrame.url);

/** What a function of the probe's calls is its own; but a method it stands around is the server's, below. */
function withoutProbe(stack: readonly ProfileNode[]): readonly ProfileNode[] {
  const innermost = stack.find(({ callFrame }) => isFile(callFrame.url));
  return innermost && isOurs(innermost) ? [] : stack.filter((node) => !isOurs(node));
}

/** Of idle ones, and of the probe's own work, there is none. */
function stacksOf({ nodes }: CpuProfile): ReadonlyMap<number, readonly ProfileNode[]> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stacks = new Map<number, readonly ProfileNode[]>();
  const [root] = nodes;
  const open: (readonly [ProfileNode, readonly ProfileNode[]])[] = root ? [[root, []]] : [];
  for (let next = open.pop(); next; next = open.pop()) {
    const [node, callers] = next;
    const stack = idleNames.has(node.callFrame.functionName) ? callers : [node, ...callers];
    stacks.set(node.id, withoutProbe(stack));
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) open.push([child, stack]);
    }
  }
  return stacks;
}
