/** How often each function of the server ran, and its loops turned: exact, by V8's block coverage. */
import { type Serialisations, serialisationsName } from '../probe/serialisations.ts';
import type { DevTools } from './devtools.ts';
import { isOwn, type Sources } from './source-file.ts';

export interface FunctionCalls {
  readonly function: string;
  readonly file: string;
  /** Where it begins. */
  readonly line: number;
  readonly calls: number;
}

/** Since the counting began. */
export interface CallCounts {
  /** Of functions of the server's own code. */
  readonly calls: number;
  /** Times that a block ran more often than what is around it. */
  readonly loopTurns: number;
  readonly serialisations: Serialisations;
  readonly functions: readonly FunctionCalls[];
}

interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly FunctionCoverage[];
}

interface FunctionCoverage {
  readonly functionName: string;
  /** The function, then blocks in it whose counts differ from what is around them. */
  readonly ranges: readonly Range[];
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** Nothing that was counted before counts. */
export async function startCounts(tools: DevTools): Promise<Serialisations> {
  await tools.ask('Profiler.enable');
  await tools.ask('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  await tools.ask('Profiler.takePreciseCoverage');
  return readSerialisations(tools);
}

export async function takeCounts(
  tools: DevTools,
  before: Serialisations,
  sources: Sources,
): Promise<CallCounts> {
  const { result } = await tools.ask<{ result: readonly ScriptCoverage[] }>(
    'Profiler.takePreciseCoverage',
  );
  const after = await readSerialisations(tools);
  const own = result.filter(({ url }) => isOwn(url));
  const covered = own.flatMap(({ functions }) => functions);
  return {
    calls: covered.reduce((sum, { ranges }) => sum + (ranges[0]?.count ?? 0), 0),
    loopTurns: covered.reduce((sum, { ranges }) => sum + turnsIn(ranges), 0),
    serialisations: {
      stringified: after.stringified - before.stringified,
      parsed: after.parsed - before.parsed,
      cloned: after.cloned - before.cloned,
    },
    functions: own.flatMap((script) => callsIn(script, sources)),
  };
}

async function readSerialisations(tools: DevTools): Promise<Serialisations> {
  const { result } = await tools.ask<{ result: { value: Serialisations } }>('Runtime.evaluate', {
    expression: `globalThis.${serialisationsName}`,
    returnByValue: true,
  });
  return result.value;
}

/** A block can only run more often than what is around it by turning. */
function turnsIn(ranges: readonly Range[]): number {
  let turns = 0;
  const around: Range[] = [];
  for (const range of ranges) {
    while ((around.at(-1)?.endOffset ?? Infinity) <= range.startOffset) around.pop();
    const outer = around.at(-1);
    if (outer && range.count > outer.count) turns += range.count;
    around.push(range);
  }
  return turns;
}

/** Functions that did not run are left out. */
function callsIn({ url, functions }: ScriptCoverage, sources: Sources): readonly FunctionCalls[] {
  const source = sources.at(url);
  return functions.flatMap(({ functionName, ranges }): FunctionCalls[] => {
    const [whole] = ranges;
    if (!whole || whole.count === 0 || functionName === '') return [];
    const { line, column } = source?.placeOf(whole.startOffset) ?? { line: 1, column: 0 };
    const place = sources.original(url, line, column);
    return [{ function: functionName, ...place, calls: whole.count }];
  });
}
