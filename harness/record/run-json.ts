/** `run.json` as it is written. */
import type { Run } from './run.ts';

/** More than any measurement has; all that a double has would double the size. */
const digits = 7;

/** A run as `run.json` keeps it: whole numbers are exact, others have seven digits. */
export const asStored = (run: Run): Run => stored(run) as Run;

export const runJson = (run: Run): string => JSON.stringify(asStored(run), null, 2);

function stored(value: unknown): unknown {
  if (typeof value === 'number') return storedNumber(value);
  if (Array.isArray(value)) return value.map(stored);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, stored(part)]));
}

/** JSON has no -0. */
const storedNumber = (value: number): number =>
  Number.isInteger(value) ? value + 0 : Number(value.toPrecision(digits));
