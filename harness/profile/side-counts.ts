/** What an operation does when it is the only one, counted: exact where it comes out the same twice. */
import type { CallCounts, FunctionCalls } from './call-counts.ts';

/** Numbers an operation. */
export interface SideCounts {
  readonly operations: number;
  readonly numbers: Readonly<Record<string, CountedNumber>>;
  /** By calls, the most first. */
  readonly functions: readonly FunctionCalls[];
}

interface CountedNumber {
  readonly perOperation: number;
  /** Did every launch count the same? Else it is one sample of something that varies. */
  readonly exact: boolean;
}

/** What one launch counted, over all its operations. */
export interface LaunchCounted {
  readonly operations: number;
  /** Null where statements go past the probe. */
  readonly database: { readonly statements: number; readonly connects: number } | null;
  /** Null where WebSocket messages go past the probe. */
  readonly messages: number | null;
  readonly code: CallCounts;
}

/** Of two launches or more; the first one's numbers are shown. Null where none could be counted. */
export function sideCounts(launches: readonly LaunchCounted[]): SideCounts | null {
  const [first] = launches;
  if (!first) return null;
  const all = launches.map(numbersOf);
  const numbers = Object.entries(numbersOf(first)).map(([name, perOperation]) => {
    const exact = all.length > 1 && all.every((each) => each[name] === perOperation);
    return [name, { perOperation, exact }] as const;
  });
  return {
    operations: first.operations,
    numbers: Object.fromEntries(numbers),
    functions: first.code.functions
      .map((each) => ({ ...each, calls: each.calls / first.operations }))
      .sort((a, b) => b.calls - a.calls),
  };
}

function numbersOf({ operations, database, messages, code }: LaunchCounted) {
  const { stringified, parsed, cloned } = code.serialisations;
  const totals: Readonly<Record<string, number>> = {
    'function calls': code.calls,
    'loop turns': code.loopTurns,
    'JSON.stringify': stringified,
    'JSON.parse': parsed,
    structuredClone: cloned,
    ...(database && {
      'SQL statements': database.statements,
      'database connections': database.connects,
    }),
    ...(messages !== null && { 'WebSocket messages': messages }),
  };
  const perOperation = Object.entries(totals).map(
    ([name, total]) => [name, total / operations] as const,
  );
  return Object.fromEntries(perOperation);
}
