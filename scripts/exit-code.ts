import { lastAttempts } from '../harness/attribute/measured-contrasts.ts';
import { exitCode } from '../harness/error.ts';
import type { Recording } from '../harness/record/recording.ts';
import type { Run } from '../harness/record/run.ts';

/** Which exit code a comparison without limits ends with: the first that applies in the design's list. */
export function exitCodeOf(run: Run, { events }: Recording): number {
  const failures = events.flatMap((event) => (event.kind === 'failed' ? [event.failure.code] : []));
  if (failures.includes(exitCode.internal)) return exitCode.internal;
  if (failures.includes(exitCode.usage)) return exitCode.usage;
  const disagree = events.some(
    (event) => event.kind === 'launched' && event.sameWork.differences.length > 0,
  );
  if (disagree || failures.includes(exitCode.disagreement)) return exitCode.disagreement;
  const invalid = run.scenarios.some(({ validity }) => validity.state === 'invalid');
  if (invalid || failures.length > 0 || run.scenarios.length === 0) return exitCode.notFit;
  return exitCode.ok;
}

/** The same for an attribution: the last attempt at each comparison counts, and none may be missing. */
export function attributionExitCode(run: Run, { header, events }: Recording): number {
  const last = lastAttempts(events).flat();
  return exitCodeOf(run, { header, events: last }) || (run.partial ? exitCode.notFit : exitCode.ok);
}

/** The same for a gate: its limits count where nothing worse has happened. */
export function gateExitCode(run: Run, recording: Recording, failOnUnsure: boolean): number {
  const worse = exitCodeOf(run, recording);
  const { state } = run.gate ?? { state: 'invalid' };
  // A side that failed too often makes its scenario invalid, too; a broken limit of errors says more.
  if (worse === exitCode.notFit && state === 'failed') return exitCode.limitBroken;
  if (worse !== exitCode.ok) return worse;
  if (state === 'invalid') return exitCode.notFit;
  if (state === 'failed') return exitCode.limitBroken;
  return state === 'unsure' && failOnUnsure ? exitCode.unsure : exitCode.ok;
}
