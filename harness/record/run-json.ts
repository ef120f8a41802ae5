/** `run.json` as it is written. */
import type { Run } from './run.ts';

/** More than any measurement has; all that a double has would double the size. */
const digits = 7;

/** Whole numbers are exact, others have seven digits. */
export const runJson = (run: Run): string =>
  JSON.stringify(
    run,
    (_, value: unknown) => (isFraction(value) ? Number(value.toPrecision(digits)) : value),
    2,
  );

const isFraction = (value: unknown): value is number =>
  typeof value === 'number' && !Number.isInteger(value);
