/** Lets a scenario create what its operations read, once a launch and side. */
import { performance } from 'node:perf_hooks';
import type { Scenario } from '../../config/scenario.ts';
import { notFitError } from '../../error.ts';
import { ArmNotes, ValueList } from '../client/arm-notes.ts';
import { OperationIo } from '../client/operation-io.ts';
import { closeLines, openLines, type Target } from '../drive-plan.ts';
import { patiently } from '../patience.ts';

/** Throws a `notFit` error when the scenario's `prepare` fails, takes over a minute, or is aborted. */
export async function prepareTarget(
  scenario: Scenario,
  target: Target,
  signal: AbortSignal,
): Promise<void> {
  if (!scenario.prepare) return;
  const lines = openLines('prepare', target.url, new ArmNotes(() => new ValueList()));
  const io = new OperationIo(lines, performance.now(), false);
  try {
    await patiently(io, signal, async () => scenario.prepare?.(io));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw notFitError(
      `the scenario ${scenario.name} could not prepare ${target.url}: ${why}. ` +
        'Start this server by hand and ask it for the same',
    );
  } finally {
    io.end(null);
    await closeLines(lines);
  }
}
