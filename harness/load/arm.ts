/** One arm as the generator drives it: a scenario's plan at its own load, every operation kept. */
import type { Load, PlannedOperation, Scenario } from '../config/scenario.ts';
import type { LoadResult } from '../record/arm-result.ts';
import { quantile } from '../stats/quantile.ts';
import { ValueList } from './client/arm-notes.ts';
import { drivePlan, type Target } from './drive-plan.ts';
import { inOrder } from './in-order.ts';
import { countOutcomes, type OperationColumns, OperationLog } from './operation-columns.ts';

export interface ArmRequest {
  readonly target: Target;
  readonly load: Load;
  readonly seed: string;
  /** What `io.arm` says: `A1`, `B2`. */
  readonly label: string;
  /** Default 10,000; operations planned while so many are in flight are dropped. */
  readonly maxInFlight?: number;
}

/** A result on its way between processes. */
export interface PackedLoad extends Omit<LoadResult, 'operations'> {
  readonly operations: OperationColumns;
}

export const defaultMaxInFlight = 10_000;

/**
 * Resolves with what was measured, drained, every connection closed. When `signal` is aborted that
 * is a partial result: operations in flight are unfinished, those not yet due are left out.
 * Rejects only when the scenario's plan or `share` does.
 */
export async function driveArm(
  scenario: Scenario,
  { target, load, seed, label, maxInFlight = defaultMaxInFlight }: ArmRequest,
  signal?: AbortSignal,
): Promise<PackedLoad> {
  const log = new OperationLog(playedPlan(scenario.plan(seed), load));
  const cutMs = load.kind === 'open' ? load.cutMs : 0;
  const { operationAt } = log;
  const record = log.record.bind(log);
  const { startedUs, endedUs, played, notes, spent } = await drivePlan(
    scenario,
    { target, label, cutMs, maxInFlight, signal, operationAt, record },
    () => new ValueList(),
  );
  const operations = log.columns(played);
  return {
    startedUs,
    endedUs,
    counts: countOutcomes(operations),
    operations,
    samples: Object.fromEntries([...notes.samples].map(([name, { valuesUs }]) => [name, valuesUs])),
    tallies: notes.tallies,
    failures: notes.failures(),
    ...(notes.pictures.length === 0 ? {} : { pictures: notes.pictures }),
    generator: { sendLagP99Ms: sendLagP99Ms(operations, cutMs), ...spent },
  };
}

/** A plan is written for the scenario's own load: what a shorter one has no time for is left out. */
export function playedPlan(
  plan: Iterable<PlannedOperation>,
  load: Load,
): readonly PlannedOperation[] {
  const played: PlannedOperation[] = [];
  const isOver = ({ atMs }: PlannedOperation): boolean =>
    load.kind === 'episode' ? played.length >= load.operations : atMs >= load.armMs;
  for (const operation of inOrder(plan)) {
    if (isOver(operation)) break;
    played.push(operation);
  }
  return played;
}

function sendLagP99Ms({ sendLagUs, plannedUs }: OperationColumns, cutMs: number): number {
  const counted = sendLagUs.filter((_, index) => (plannedUs[index] ?? 0) >= cutMs * 1000);
  // Sorted as a typed array, in place: an array of numbers would be boxed, one by one.
  return counted.length === 0 ? 0 : quantile(Array.from(counted.sort()), 0.99) / 1000;
}
