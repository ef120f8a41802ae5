/** A scenario's plan, played on one target in open loop. */
import { performance } from 'node:perf_hooks';
import type { Answer, ArmIo, Io, PlannedOperation, Scenario, Shared } from '../config/scenario.ts';
import { notFitError, TandemError } from '../error.ts';
import { ArmNotes, type Recorder } from './client/arm-notes.ts';
import { HttpClient } from './client/http-client.ts';
import { type ArmLines, OperationIo } from './client/operation-io.ts';
import { WsClient } from './client/ws-client.ts';
import { type Attempt, type OpenLoop, runOpenLoop } from './open-loop.ts';
import { patiently } from './patience.ts';

/** A side as the generator reaches it. */
export interface Target {
  readonly url: string;
  /** What `digest` reads; null when the scenario has no database. */
  readonly databaseUrl: string | null;
}

export interface Drive extends Pick<OpenLoop, 'operationAt' | 'signal'> {
  readonly target: Target;
  /** What `io.arm` says: `A1`, `B2`. */
  readonly label: string;
  /** Samples of operations planned before are left out. */
  readonly cutMs: number;
  readonly maxInFlight: number;
  readonly record: OpenLoop['record'];
}

/** What a stretch of load leaves behind, beside its operations. Times on the monotonic clock. */
export interface Driven<R extends Recorder> {
  readonly startedUs: number;
  readonly endedUs: number;
  /** Operations whose moment came. */
  readonly played: number;
  readonly notes: ArmNotes<R>;
  /** What the generator's process spent. */
  readonly spent: { readonly utilization: number; readonly cpuMs: number };
}

/**
 * Resolves drained, every connection closed; each kind of sample has a recorder of its own.
 * Rejects when the scenario's plan does, and with a `notFit` error when its `share` does.
 */
export async function drivePlan<R extends Recorder>(
  scenario: Scenario,
  drive: Drive,
  newRecorder: () => R,
): Promise<Driven<R>> {
  const notes = new ArmNotes(newRecorder);
  const lines = openLines(drive.label, drive.target.url, notes);
  const sharing = new OperationIo(lines, performance.now(), true);
  try {
    const open = () => openShared(scenario, armIo(sharing, lines, drive.target.url));
    const shared = await patiently(sharing, drive.signal, open).catch(notShared(scenario, drive));
    try {
      return { ...(await play(scenario, drive, shared, lines)), notes };
    } finally {
      await shared?.close();
    }
  } finally {
    sharing.end(null);
    await closeLines(lines);
  }
}

async function play(
  scenario: Scenario,
  drive: Drive,
  shared: Shared | undefined,
  lines: ArmLines,
): Promise<Omit<Driven<Recorder>, 'notes'>> {
  const effort = measureEffort();
  const startedUs = monotonicUs();
  const startedMs = performance.now();
  const played = await runOpenLoop({
    operationAt: drive.operationAt,
    startedMs,
    timeoutMs: scenario.timeoutMs,
    drainMs: scenario.timeoutMs,
    maxInFlight: drive.maxInFlight,
    signal: drive.signal,
    attempt: (operation) => attempt(scenario, operation, shared, lines, startedMs, drive.cutMs),
    record: (index, end, failure) => {
      drive.record(index, end, failure);
      if (failure !== null) lines.notes.failure(failure);
    },
  });
  return { startedUs, endedUs: monotonicUs(), played, spent: effort() };
}

export const openLines = (label: string, url: string, notes: ArmNotes): ArmLines => ({
  label,
  http: new HttpClient(url),
  ws: new WsClient(url),
  notes,
});

/** Closes every connection, once what was given up last had its turn to say so. */
export async function closeLines(lines: ArmLines): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  lines.ws.close();
  await lines.http.close();
}

async function openShared(scenario: Scenario, io: ArmIo): Promise<Shared | undefined> {
  return scenario.share?.(io);
}

/** An error in words of its own stands. */
const notShared =
  ({ name }: Scenario, { target }: Drive) =>
  (error: unknown): never => {
    if (error instanceof TandemError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw notFitError(
      `the scenario ${name} could not open on ${target.url} what its operations share: ${why}. ` +
        'Start this server by hand and open the same',
    );
  };

export const armIo = (io: Io, { label, notes }: ArmLines, url: string): ArmIo => ({
  arm: label,
  url,
  http: (request) => io.http(request),
  ws: (path, headers) => io.ws(path, headers),
  sample: (name, ms) => io.sample(name, ms),
  tally: (name, count) => io.tally(name, count),
  now: () => io.now(),
  picture: (title, png) => notes.picture(title, png),
});

function attempt(
  scenario: Scenario,
  operation: PlannedOperation,
  shared: Shared | undefined,
  lines: ArmLines,
  startedMs: number,
  cutMs: number,
): Attempt {
  const io = new OperationIo(lines, startedMs + operation.atMs, operation.atMs >= cutMs);
  return { answer: answerOf(scenario, operation, io, shared), end: (reason) => io.end(reason) };
}

/** A drive that throws before it returns a promise has rejected, too. */
function answerOf(
  scenario: Scenario,
  operation: PlannedOperation,
  io: Io,
  shared: Shared | undefined,
): Promise<Answer> {
  try {
    return scenario.drive(operation, io, shared as Shared);
  } catch (error) {
    return Promise.reject(error);
  }
}

/** What this process spends from now on, until it is asked. */
function measureEffort(): () => Driven<Recorder>['spent'] {
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
