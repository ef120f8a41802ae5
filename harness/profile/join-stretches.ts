/** One CPU profile of many stretches, as DevTools and speedscope read it. */
import type { CallFrame, CpuProfile, ProfileNode } from '../probe/cpu-profile.ts';

type Growing = { -readonly [Key in keyof ProfileNode]: ProfileNode[Key] } & {
  hitCount: number;
  readonly children: number[];
  readonly lines: Map<number, number>;
};

/** Samples between two moments on the monotonic clock, in microseconds. */
export function joinStretches(
  profiles: readonly CpuProfile[],
  { startUs, endUs }: { readonly startUs: number; readonly endUs: number },
): CpuProfile {
  const tree = new Tree();
  const samples: number[] = [];
  const timeDeltas: number[] = [];
  let lastUs = startUs;
  for (const profile of profiles) {
    if (profile.endTime < startUs || profile.startTime > endUs) continue;
    const idOf = tree.add(profile);
    let atUs = profile.startTime;
    for (const [index, id] of profile.samples.entries()) {
      atUs += profile.timeDeltas[index] ?? 0;
      const joined = idOf.get(id);
      if (atUs < lastUs || atUs > endUs || joined === undefined) continue;
      samples.push(joined);
      timeDeltas.push(atUs - lastUs);
      lastUs = atUs;
    }
  }
  return { nodes: tree.nodes(), startTime: startUs, endTime: lastUs, samples, timeDeltas };
}

/** Nodes with the same callers are one. */
class Tree {
  readonly #nodes: Growing[] = [];
  readonly #byPath = new Map<string, Growing>();

  /** Gives the new id of each of the profile's nodes. */
  add({ nodes }: CpuProfile): ReadonlyMap<number, number> {
    const ids = new Map<number, number>();
    const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((c) => [c, id])));
    // V8 lists callers before what they called.
    for (const node of nodes) {
      const caller = ids.get(callers.get(node.id) ?? -1);
      const joined = this.#nodeAt(caller ?? null, node.callFrame);
      ids.set(node.id, joined.id);
      joined.hitCount += node.hitCount ?? 0;
      for (const { line, ticks } of node.positionTicks ?? []) {
        joined.lines.set(line, (joined.lines.get(line) ?? 0) + ticks);
      }
    }
    return ids;
  }

  #nodeAt(caller: number | null, callFrame: CallFrame): Growing {
    const { functionName, url, lineNumber, columnNumber } = callFrame;
    const path = `${caller} ${functionName} ${url}:${lineNumber}:${columnNumber}`;
    const known = this.#byPath.get(path);
    if (known) return known;
    const id = this.#nodes.length + 1;
    const node: Growing = { id, callFrame, hitCount: 0, children: [], lines: new Map() };
    this.#nodes.push(node);
    this.#byPath.set(path, node);
    if (caller !== null) this.#nodes[caller - 1]?.children.push(id);
    return node;
  }

  nodes(): readonly ProfileNode[] {
    return this.#nodes.map(({ lines, ...node }) => ({
      ...node,
      positionTicks: [...lines].map(([line, ticks]) => ({ line, ticks })),
    }));
  }
}
