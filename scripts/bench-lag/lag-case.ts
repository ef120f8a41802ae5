/** How the event loop of the benchmark of lag is blocked. */
import { usageError } from '../../harness/error.ts';

export interface LagCase {
  readonly title: string;
  /** Length of a block, drawn evenly from this range; null: nothing blocks. */
  readonly blockMs: readonly [from: number, to: number] | null;
  /** From the end of a block to the next one, by a number in [0, 1). */
  readonly gapMs: (random: () => number) => number;
  /** Requests: those that a long block keeps waiting must not keep each other waiting. */
  readonly ratePerSecond: number;
}

/** Ten percent more or less, so that no clock of the process keeps step with the blocks. */
const about =
  (ms: number) =>
  (random: () => number): number =>
    ms * (0.9 + 0.2 * random());

const exponential =
  (meanMs: number) =>
  (random: () => number): number =>
    -meanMs * Math.log(1 - random());

export const lagCases = {
  idle: { title: 'idle', blockMs: null, gapMs: about(1000), ratePerSecond: 200 },
  'half-second': {
    title: '500 ms every 3 s',
    blockMs: [500, 500],
    gapMs: about(2500),
    ratePerSecond: 50,
  },
  second: {
    title: '1000 ms every 4 s',
    blockMs: [1000, 1000],
    gapMs: about(3000),
    ratePerSecond: 50,
  },
  tenth: { title: '100 ms every 1 s', blockMs: [100, 100], gapMs: about(900), ratePerSecond: 200 },
  sparse: {
    title: '5 to 30 ms, 50 ms apart',
    blockMs: [5, 30],
    gapMs: exponential(50),
    ratePerSecond: 200,
  },
  dense: {
    title: '5 to 30 ms, 10 ms apart',
    blockMs: [5, 30],
    gapMs: exponential(10),
    ratePerSecond: 200,
  },
} as const satisfies Readonly<Record<string, LagCase>>;

export type LagCaseName = keyof typeof lagCases;

export function lagCaseNamed(name: string): LagCase {
  const found = Object.entries(lagCases).find(([each]) => each === name)?.[1];
  if (found) return found;
  throw usageError(`there is no case '${name}': there is ${Object.keys(lagCases).join(', ')}.`);
}
