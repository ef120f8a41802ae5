/** A plan as it is played: in ascending order, or not at all. */
import type { PlannedOperation } from '../config/scenario.ts';
import { usageError } from '../error.ts';

/** The same operations; throws a usage error at the first whose moment is not at or after the one before. */
export function* inOrder(plan: Iterable<PlannedOperation>): Iterable<PlannedOperation> {
  let beforeMs = 0;
  for (const operation of plan) {
    const { key, atMs } = operation;
    if (!(atMs >= beforeMs)) {
      throw usageError(
        `a plan must be in ascending order of moments, but operation ${key} is at ${atMs} ms ` +
          `after one at ${beforeMs} ms: sort what the scenario plans`,
      );
    }
    beforeMs = atMs;
    yield operation;
  }
}
