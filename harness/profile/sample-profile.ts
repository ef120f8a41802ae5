/** Made-up CPU profiles, for the tests of this room. */
import type { CpuProfile, ProfileNode } from '../probe/cpu-profile.ts';

/** A sample every ms from `startUs`; each is a stack such as `handle/parse`, outermost first, or empty: idle. */
export function sampleProfile(startUs: number, stacks: readonly string[]): CpuProfile {
  const nodes: (ProfileNode & { readonly children: number[] })[] = [nodeOf(1, '(root)')];
  const ids = new Map([['', 1]]);
  const idOf = (path: string): number => {
    const known = ids.get(path);
    if (known !== undefined) return known;
    const cut = path.lastIndexOf('/');
    const caller = idOf(path.slice(0, Math.max(0, cut)));
    const id = nodes.length + 1;
    nodes.push(nodeOf(id, path.slice(cut + 1)));
    nodes[caller - 1]?.children.push(id);
    ids.set(path, id);
    return id;
  };
  const samples = stacks.map((stack) => idOf(stack === '' ? '(idle)' : stack));
  return {
    nodes,
    startTime: startUs,
    endTime: startUs + stacks.length * 1000,
    samples,
    timeDeltas: stacks.map(() => 1000),
  };
}

/** What is named `probe...` is the probe's, `node...` is Node's. */
function urlOf(functionName: string): string {
  if (functionName.startsWith('node')) return `node:${functionName.slice(4)}`;
  const folder = functionName.startsWith('probe')
    ? new URL('../probe/', import.meta.url).href
    : '/app/';
  return `${folder}${functionName}.js`;
}

function nodeOf(id: number, functionName: string) {
  const isBuiltIn = functionName.startsWith('(');
  const url = isBuiltIn || functionName === 'native' ? '' : urlOf(functionName);
  const callFrame = { functionName, scriptId: '0', url, lineNumber: 0, columnNumber: 0 };
  return { id, callFrame, children: [] as number[] };
}
