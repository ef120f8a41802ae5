/** One arm as the generator drives it: a scenario's plan, played on one target. */
import { performance } from 'node:perf_hooks';
import type { Load, PlannedOperation, Scenario } from '../config/scenario.ts';
import type { LoadResult } from '../record/arm-result.ts';
import { quantile } from '../stats/quantile.ts';
import { ArmNotes } from './client/arm-notes.ts';
import { HttpClient } from './client/http-client.ts';
import { type ArmLines, OperationIo } from './client/operation-io.ts';
import { WsClient } from './client/ws-client.ts';
import { collectGarbage } from './collect-garbage.ts';
import { type Attempt, runOpenLoop } from './open-loop.ts';
import { countOutcomes, type OperationColumns, OperationLog } from './operation-columns.ts';

/** A side as the generator reaches it. */
export interface Target {
  readonly url: string;
  /** What `digest` reads; null when the scenario has no database. */
  readonly databaseUrl: string | null;
}

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

const defaultMaxInFlight = 10_000;

/**
 * Resolves with what was measured, drained, every connection closed. When `signal` is aborted that
 * is a partial result: operations in flight are unfinished, those not yet due are left out.
 * Rejects only when the scenario's plan does.
 */
export async function driveArm(
  scenario: Scenario,
  request: ArmRequest,
  signal?: AbortSignal,
): Promise<PackedLoad> {
  const log = new OperationLog(playedPlan(scenario.plan(request.seed), request.load));
  const lines = openLines(request.label, request.target.url);
  const cutMs = request.load.kind === 'open' ? request.load.cutMs : 0;
  collectGarbage();
  const effort = measureEffort();
  const startedUs = monotonicUs();
  const startedMs = performance.now();
  const played = await runOpenLoop({
    operationAt: log.operationAt,
    startedMs,
    timeoutMs: scenario.timeoutMs,
    drainMs: scenario.timeoutMs,
    maxInFlight: request.maxInFlight ?? defaultMaxInFlight,
    signal,
    attempt: (operation) => attempt(scenario, operation, lines, startedMs, cutMs),
    record: (index, end, failure) => {
      log.record(index, end);
      if (failure !== null) lines.notes.failure(failure);
    },
  });
  const endedUs = monotonicUs();
  const spent = effort();
  await closeLines(lines);
  const operations = log.columns(played);
  return {
    startedUs,
    endedUs,
    counts: countOutcomes(operations),
    operations,
    samples: lines.notes.samples,
    tallies: lines.notes.tallies,
    failures: lines.notes.failures(),
    generator: { sendLagP99Ms: sendLagP99Ms(operations, cutMs), ...spent },
  };
}

/** A plan is written for the scenario's own load: what a shorter one has no time for is left out. */
export function playedPlan(
  plan: readonly PlannedOperation[],
  load: Load,
): readonly PlannedOperation[] {
  const sorted = plan.toSorted((a, b) => a.atMs - b.atMs);
  if (load.kind === 'episode') return sorted.slice(0, load.operations);
  return sorted.filter(({ atMs }) => atMs < load.armMs);
}

export const openLines = (label: string, url: string): ArmLines => ({
  label,
  http: new HttpClient(url),
  ws: new WsClient(url),
  notes: new ArmNotes(),
});

/** Closes every connection, once what was given up last had its turn to say so. */
export async function closeLines(lines: ArmLines): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  lines.ws.close();
  await lines.http.close();
}

function attempt(
  scenario: Scenario,
  operation: PlannedOperation,
  lines: ArmLines,
  startedMs: number,
  cutMs: number,
): Attempt {
  const io = new OperationIo(lines, startedMs + operation.atMs, operation.atMs >= cutMs);
  // In an async function, a drive that throws before it returns a promise has rejected, too.
  const answer = async () => scenario.drive(operation, io);
  return { answer: answer(), end: (reason) => io.end(reason) };
}

/** What this process spends from now on, until it is asked. */
function measureEffort(): () => { utilization: number; cpuMs: number } {
  const loop = performance.eventLoopUtilization();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    const { utilization } = performance.eventLoopUtilization(loop);
    return { utilization, cpuMs: (user + system) / 1000 };
  };
}

/** The system's monotonic clock, on which the probes in the measured processes date what they see. */
const monotonicUs = (): number => Number(process.hrtime.bigint() / 1000n);

function sendLagP99Ms({ sendLagUs, plannedUs }: OperationColumns, cutMs: number): number {
  const counted = sendLagUs.filter((_, index) => (plannedUs[index] ?? 0) >= cutMs * 1000);
  // Sorted as a typed array, in place: an array of numbers would be boxed, one by one.
  return counted.length === 0 ? 0 : quantile(Array.from(counted.sort()), 0.99) / 1000;
}
