/** Overhead: what the response time adds to the planned path, net of the services' own lateness. */
import type { Scenario } from '../config/scenario.ts';
import type { LoadResult, OperationRecord, Outcome } from '../record/arm-result.ts';

/** What the overhead of an operation depends on. */
export type Ended = Pick<OperationRecord, 'key' | 'outcome' | 'responseUs'>;

/**
 * For each operation `responseUs - plannedPath` in whole microseconds, which may be negative; NaN
 * where there is none. Only an operation that took its whole path has one: a completed one, or one
 * that was still going when it timed out (its overhead is then at least so much). `lateMs` is how
 * late a service was for one of its calls, in ms, 0 when unknown.
 */
export function overheadsUs(
  operations: readonly Ended[],
  scenario: Scenario,
  lateMs: (callKey: string) => number,
): Float64Array {
  return Float64Array.from(operations, ({ key, outcome, responseUs }) => {
    if (!scenario.plannedPath || !tookWholePath(outcome)) return Number.NaN;
    return Math.round(responseUs - scenario.plannedPath(key, lateMs) * 1000);
  });
}

const tookWholePath = (outcome: Outcome): boolean =>
  outcome === 'completed' || outcome === 'timedOut';

/** The same load, each operation with its entry of `overheads` (see `overheadsUs`). */
export const withOverhead = (load: LoadResult, overheads: Float64Array): LoadResult => ({
  ...load,
  operations: load.operations.map((operation, index) => {
    const overheadUs = overheads[index] ?? Number.NaN;
    return { ...operation, overheadUs: Number.isNaN(overheadUs) ? null : overheadUs };
  }),
});
