/** What a micro-benchmark is: one piece of code in several forms, called at several sizes. */

/**
 * What is counted of a call: CPU time of the whole process, its threads included; the time until it
 * has ended; or the time for which it keeps the event loop from anything else.
 */
export type Counted = 'cpu' | 'wall' | 'blocked';

/** The forms that every benchmark has; a ratio is that of a form to `baseline`. */
export const twins = ['baseline', 'optimized'] as const;

export interface Bench<Size = unknown> {
  /** Named on the command line and in limits: lower-case letters, digits and dashes. */
  readonly name: string;
  /** The finding whose concern it is, when there is one. */
  readonly finding?: number;
  /** One sentence: what one call does. */
  readonly title: string;
  readonly counted: Counted;
  /** By name (no dots), the smallest first. */
  readonly sizes: Readonly<Record<string, Size>>;
  /** What grows from one size to the next. */
  readonly grows: string;
  /** Forms beside the twins: their names, and in words what they are. */
  readonly others?: Readonly<Record<string, string>>;
  /** Each size gets a PostgreSQL database of its own. */
  readonly database?: boolean;
  /** A call leaves work behind for so long; its CPU time belongs to the call. Default 0. */
  readonly settleMs?: number;
  open(size: Size, io: BenchIo): BenchCase | Promise<BenchCase>;
}

export interface BenchIo {
  /** Empty unless the benchmark asked for a database. */
  readonly databaseUrl: string;
}

/** One size of a benchmark, ready to be called. */
export interface BenchCase {
  /** `baseline`, `optimized` and the others that the benchmark names. */
  readonly forms: Readonly<Record<string, Form>>;
  readonly close?: () => Promise<void>;
}

export interface Form {
  /**
   * One call. What it gives is kept, so that the engine cannot leave the work out; a promise is
   * awaited. In one round all forms get the same number: inputs that vary are drawn by it.
   */
  readonly call: (round: number) => unknown;
  /** What all forms must give alike, looked at before anything is timed. Default: what a call gives. */
  readonly answer?: () => unknown;
}

const known = new WeakSet<object>();

/** Marks a module's export as a benchmark. */
export function defineBench<Size>(bench: Bench<Size>): Bench {
  known.add(bench);
  // A size is only ever handed back to the benchmark that declared it.
  return bench as unknown as Bench;
}

export const isBench = (value: unknown): value is Bench =>
  typeof value === 'object' && value !== null && known.has(value);

/** All forms that a benchmark has, in the order in which they are shown. */
export const formNames = ({ others = {} }: Pick<Bench, 'others'>): readonly string[] => [
  ...twins,
  ...Object.keys(others),
];
