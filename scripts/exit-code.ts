import { exitCode } from '../harness/error.ts';
import type { Recording } from '../harness/record/recording.ts';
import type { Run } from '../harness/record/run.ts';

/** Which exit code a comparison without limits ends with: the first that applies in the design's list. */
export function exitCodeOf(run: Run, { events }: Recording): number {
  const failures = events.flatMap((event) => (event.kind === 'failed' ? [event.failure.code] : []));
  if (failures.includes(exitCode.internal)) return exitCode.internal;
  if (failures.includes(exitCode.usage)) return exitCode.usage;
  const disagree = run.scenarios.some(({ sameWork }) => sameWork.differences.length > 0);
  if (disagree || failures.includes(exitCode.disagreement)) return exitCode.disagreement;
  const invalid = run.scenarios.some(({ validity }) => validity.state === 'invalid');
  if (invalid || failures.length > 0 || run.scenarios.length === 0) return exitCode.notFit;
  return exitCode.ok;
}
