/** On which line a function was, when it was found running. */
import type { ProfileNode } from '../probe/cpu-profile.ts';
import type { Place, SourceFile, SourceScope } from './source-file.ts';

/** What a function that Node exports under many names calls itself. */
const aliases = new Map([
  [
    'syncBufferWrapper',
    /^(gzip|gunzip|deflate|inflate|deflateRaw|inflateRaw|unzip|brotli\w+)Sync$/,
  ],
]);

/** How many samples each line of a function had while the function itself ran. */
export type LineTicks = ReadonlyMap<number, number>;

/** Lines outside of the function are those of others that were compiled into it, and left out. */
export function ticksOf(nodes: Iterable<ProfileNode>, scope: SourceScope | null): LineTicks {
  const ticks = new Map<number, number>();
  for (const { positionTicks = [] } of nodes) {
    for (const { line, ticks: count } of positionTicks) {
      if (scope && (line < scope.firstLine || line > scope.lastLine)) continue;
      ticks.set(line, (ticks.get(line) ?? 0) + count);
    }
  }
  return ticks;
}

/** Null without any. */
export const busiestLine = (ticks: LineTicks): number | null =>
  [...ticks].reduce<readonly [number | null, number]>(
    (best, [line, count]) => (count > best[1] ? [line, count] : best),
    [null, 0],
  )[0];

/**
 * The lines on which a function may have called `callee`: V8 tells no line of a call. Of several, the
 * one on which the function itself was seen the most, if it was. Empty: none is found.
 */
export function callLines(
  source: SourceFile,
  scope: SourceScope,
  callee: string,
  ticks: LineTicks,
): readonly number[] {
  const lines = [...new Set(callPlaces(source, scope, callee).map(({ line }) => line))];
  const seen = busiestLine(new Map([...ticks].filter(([line]) => lines.includes(line))));
  return seen === null ? lines : [seen];
}

/** Where a function may have called `callee`, which V8 may name `get x` or `async x`. */
export function callPlaces(
  source: SourceFile,
  scope: SourceScope,
  callee: string,
): readonly Place[] {
  const [name = ''] = callee.split(' ').slice(-1);
  const alias = aliases.get(name);
  return source.placesOfCalls(scope, (called) => called === name || (alias?.test(called) ?? false));
}
