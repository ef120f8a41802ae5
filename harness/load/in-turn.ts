/** Operations one after another, for counting what they cause: nothing else is under way meanwhile. */
import { performance } from 'node:perf_hooks';
import type { Scenario, Shared } from '../config/scenario.ts';
import { monotonicUs } from '../probe/monotonic-clock.ts';
import { ArmNotes, ValueList } from './client/arm-notes.ts';
import { type ArmLines, OperationIo } from './client/operation-io.ts';
import { armIo, closeLines, openLines, type Target } from './drive-plan.ts';
import { inOrder } from './in-order.ts';
import { patiently } from './patience.ts';

export interface InTurnRequest {
  readonly target: Target;
  readonly seed: string;
  /** What `io.arm` says. */
  readonly label: string;
  /** How many operations; fewer where the scenario plans fewer. */
  readonly operations: number;
}

export interface InTurn {
  /** On the monotonic clock, in microseconds. */
  readonly startedUs: number;
  readonly endedUs: number;
  readonly completed: number;
  /** Why the first operation that failed did; null when none did. Nothing follows a failure. */
  readonly failure: string | null;
}

/** Resolves with every connection closed. Rejects when the scenario's plan or `share` does. */
export async function driveInTurn(
  scenario: Scenario,
  { target, seed, label, operations }: InTurnRequest,
  signal?: AbortSignal,
): Promise<InTurn> {
  const notes = new ArmNotes(() => new ValueList());
  const lines = openLines(label, target.url, notes);
  const sharing = new OperationIo(lines, performance.now(), false);
  try {
    const shared = await scenario.share?.(armIo(sharing, lines, target.url));
    try {
      const planned = [...inOrder(scenario.plan(seed))].slice(0, operations);
      return await inTurn(scenario, planned, { lines, shared, signal });
    } finally {
      await shared?.close();
    }
  } finally {
    sharing.end(null);
    await closeLines(lines);
  }
}

interface Means {
  readonly lines: ArmLines;
  readonly shared: Shared | undefined;
  readonly signal: AbortSignal | undefined;
}

async function inTurn(
  scenario: Scenario,
  planned: Iterable<Parameters<Scenario['drive']>[0]>,
  { lines, shared, signal }: Means,
): Promise<InTurn> {
  const startedUs = monotonicUs();
  let completed = 0;
  let failure: string | null = null;
  for (const operation of planned) {
    const io = new OperationIo(lines, performance.now(), false);
    try {
      const drive = async () => scenario.drive(operation, io, shared as Shared);
      const { wrong } = await patiently(io, signal, drive);
      if (wrong !== undefined) failure = `wrong answer: ${wrong}`;
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    } finally {
      io.end(null);
    }
    if (failure !== null) break;
    completed += 1;
  }
  return { startedUs, endedUs: monotonicUs(), completed, failure };
}
