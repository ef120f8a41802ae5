/** Where time was spent: the innermost function of the server's own code, and the line it was on. */
import type { CallFrame, ProfileNode } from '../probe/cpu-profile.ts';
import { busiestLine, callLines, callPlaces, ticksOf } from './call-line.ts';
import type { Sample } from './profile-paths.ts';
import {
  isFile,
  isOwn,
  type Place,
  type SourceFile,
  type SourceScope,
  type Sources,
} from './source-file.ts';

export interface Site {
  readonly function: string;
  /** Path of the source as somebody wrote it; `node:...` for Node's own; empty for what has no source. */
  readonly file: string;
  /** Null where the line is not known. */
  readonly line: number | null;
  /** All that it may be, where one function calls the same from several lines; else that one. */
  readonly lines: readonly number[];
}

export interface SiteTime {
  readonly site: Site;
  us: number;
}

/** Samples of one function, by what it had called (null: it ran itself). */
interface FunctionSamples {
  readonly frame: CallFrame;
  readonly nodes: Set<ProfileNode>;
  readonly usOfCallees: Map<string | null, number>;
}

const garbageCollector = '(garbage collector)';

/**
 * Time by the line that answers for it, the most first. Collecting garbage is put down to what ran
 * before it.
 */
export function timeOfSites(samples: readonly Sample[], sources: Sources): readonly SiteTime[] {
  const times = new Map<string, SiteTime>();
  for (const { frame, nodes, usOfCallees } of byFunction(samples)) {
    for (const [callee, us] of usOfCallees) {
      const site = siteOf(frame, callee, nodes, sources);
      const key = siteKey(site);
      const time = times.get(key) ?? { site, us: 0 };
      times.set(key, time);
      time.us += us;
    }
  }
  return [...times.values()].sort((a, b) => b.us - a.us);
}

export const siteKey = ({ function: name, file, lines }: Site): string =>
  `${name} ${file} ${lines.join()}`;

function byFunction(samples: readonly Sample[]): Iterable<FunctionSamples> {
  const found = new Map<string, FunctionSamples>();
  let last: { usOfCallees: Map<string | null, number>; callee: string | null } | null = null;
  for (const { stack, us } of samples) {
    const isCollecting = stack[0]?.callFrame.functionName === garbageCollector;
    if (!isCollecting || !last) {
      const index = indexOfSite(stack);
      const node = stack[index];
      if (!node) continue;
      const key = keyOf(node.callFrame);
      const { nodes, usOfCallees } = found.get(key) ?? added(found, key, node.callFrame);
      nodes.add(node);
      last = { usOfCallees, callee: stack[index - 1]?.callFrame.functionName ?? null };
    }
    last.usOfCallees.set(last.callee, (last.usOfCallees.get(last.callee) ?? 0) + us);
  }
  return found.values();
}

function added(found: Map<string, FunctionSamples>, key: string, frame: CallFrame) {
  const samples = { frame, nodes: new Set<ProfileNode>(), usOfCallees: new Map() };
  found.set(key, samples);
  return samples;
}

/** The innermost of the server's own; else of its packages; else of Node; else what ran. */
function indexOfSite(stack: readonly ProfileNode[]): number {
  const own = stack.findIndex(({ callFrame }) => isOwn(callFrame.url));
  if (own !== -1) return own;
  const packaged = stack.findIndex(({ callFrame }) => isFile(callFrame.url));
  if (packaged !== -1) return packaged;
  const named = stack.findIndex(({ callFrame }) => callFrame.url !== '');
  return Math.max(0, named);
}

const keyOf = ({ functionName, url, lineNumber, columnNumber }: CallFrame): string =>
  `${functionName} ${url}:${lineNumber}:${columnNumber}`;

function siteOf(
  frame: CallFrame,
  callee: string | null,
  nodes: Iterable<ProfileNode>,
  sources: Sources,
): Site {
  const source = sources.at(frame.url);
  if (!source) {
    const file = sources.fileOf(frame);
    return { function: frame.functionName || '(anonymous)', file, line: null, lines: [] };
  }
  const scope = source.scopeAt(frame.lineNumber, frame.columnNumber);
  const packed = scope && packedSite(frame, callee, source, scope, sources);
  if (packed) return packed;
  const ticks = ticksOf(nodes, scope);
  const calls = callee !== null && scope ? callLines(source, scope, callee, ticks) : [];
  const own = calls.length === 0 ? busiestLine(ticks) : null;
  const found = (own === null ? calls : [own]).map((line) =>
    sources.original(frame.url, line, null),
  );
  return {
    function: frame.functionName || nameless(scope),
    file: found[0]?.file ?? sources.fileOf(frame),
    line: found[0]?.line ?? null,
    lines: found.map(({ line }) => line),
  };
}

/**
 * A function whose lines a compiler has put into one: of what it called the column tells the line, of
 * what ran in itself nothing does. Null for any other.
 */
function packedSite(
  { url, functionName }: CallFrame,
  callee: string | null,
  source: SourceFile,
  scope: SourceScope,
  sources: Sources,
): Site | null {
  const original = ({ line, column }: Place) => sources.original(url, line, column);
  const { firstLine, lastLine } = scope;
  if (firstLine !== lastLine) return null;
  const from = original({ line: firstLine, column: scope.firstColumn });
  const to = original({ line: lastLine, column: scope.lastColumn - 1 });
  if (from.file === to.file && from.line === to.line) return null;
  const calls = callee === null ? [] : callPlaces(source, scope, callee).map(original);
  const lines = [...new Set(calls.map(({ line }) => line))];
  const name = scope.namePlace && original(scope.namePlace).name;
  return {
    function: (name ?? functionName) || nameless(scope),
    file: from.file,
    line: lines[0] ?? null,
    lines,
  };
}

const nameless = (scope: SourceScope | null): string =>
  scope?.node.type === 'Program' ? '(module)' : '(anonymous)';
