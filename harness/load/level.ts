/**
 * A level: a scenario's operations at a rate that is not its own, for a search of capacity. They are
 * made as they are played and kept in histograms, so that ten million take no more memory than ten
 * thousand.
 */
import type { PlannedOperation, Scenario } from '../config/scenario.ts';
import { usageError } from '../error.ts';
import type { Counts, LoadResult } from '../record/arm-result.ts';
import { defaultMaxInFlight } from './arm.ts';
import { Backlog } from './backlog.ts';
import { drivePlan, type Target } from './drive-plan.ts';
import { Histogram } from './histogram.ts';
import { inOrder } from './in-order.ts';
import type { OperationEnd } from './operation-columns.ts';
import { LagHistogram, sendLagFloorMs } from './send-lag.ts';

export interface LevelRequest {
  readonly target: Target;
  /** The scenario's plan is played so much faster or slower that it has this rate. */
  readonly ratePerSecond: number;
  readonly durationMs: number;
  readonly seed: string;
  /** What `io.arm` says. */
  readonly label: string;
  /** Default 10,000. */
  readonly maxInFlight?: number;
}

/** A level on its way between processes. Times on the monotonic clock. */
export interface PackedLevel extends Pick<LoadResult, 'counts' | 'tallies' | 'failures'> {
  readonly startedUs: number;
  readonly endedUs: number;
  /** `response`, `service` and `sendLag` of completed operations, and samples: HdrHistogram, compressed. */
  readonly histograms: Readonly<Record<string, string>>;
  /** What happened in each second after the start. */
  readonly seconds: readonly LevelSecond[];
  /** Operations that completed within the planned time, before the drain. */
  readonly completedInTime: number;
  /** Operations sent more than 5 ms after the planned time was over. */
  readonly sentAfterPlan: number;
  /** The mean number in flight in each tenth of the planned time, from planned moment to end. */
  readonly inFlight: readonly number[];
  readonly generator: { readonly utilization: number; readonly cpuMs: number };
}

interface LevelSecond {
  readonly sent: number;
  readonly completed: number;
  /** How late what it sent was, P99; see `LagHistogram`. */
  readonly sendLagMs: number;
}

/** Throws a usage error when the scenario is a burst, which has no rate. */
export async function driveLevel(
  scenario: Scenario,
  request: LevelRequest,
  signal?: AbortSignal,
): Promise<PackedLevel> {
  const log = new LevelLog(stretchedPlan(scenario, request), request.durationMs);
  const { target, label, maxInFlight = defaultMaxInFlight } = request;
  const driven = await drivePlan(
    scenario,
    {
      target,
      label,
      cutMs: 0,
      maxInFlight,
      signal,
      operationAt: log.operationAt,
      record: log.record,
    },
    () => new Histogram(),
  );
  const { startedUs, endedUs, notes, spent } = driven;
  return {
    startedUs,
    endedUs,
    counts: log.counts,
    histograms: Object.fromEntries(
      [...Object.entries(log.histograms), ...notes.samples].map(([name, histogram]) => [
        name,
        histogram.toCompressedBase64(),
      ]),
    ),
    seconds: log.seconds(),
    completedInTime: log.completedInTime,
    sentAfterPlan: log.sentAfterPlan,
    inFlight: log.backlog.means(),
    tallies: notes.tallies,
    failures: notes.failures(),
    generator: spent,
  };
}

/** The scenario's plan again and again, each time with other operations, on a faster or slower clock. */
function* stretchedPlan(
  scenario: Scenario,
  { ratePerSecond, durationMs, seed }: Pick<LevelRequest, 'ratePerSecond' | 'durationMs' | 'seed'>,
): Iterable<PlannedOperation> {
  const { load, name } = scenario;
  if (load.kind === 'episode') {
    throw usageError(`${name} is a burst and has no rate: take a scenario with an open load`);
  }
  const slower = load.ratePerSecond / ratePerSecond;
  for (let round = 0; ; round++) {
    for (const { key, atMs } of scenario.plan(`${seed}/${round}`)) {
      if (atMs >= load.armMs) break;
      const stretchedMs = (round * load.armMs + atMs) * slower;
      if (stretchedMs >= durationMs) return;
      yield { key, atMs: stretchedMs };
    }
    if ((round + 1) * load.armMs * slower >= durationMs) return;
  }
}

class LevelLog {
  readonly counts: Mutable<Counts> = {
    planned: 0,
    completed: 0,
    errored: 0,
    timedOut: 0,
    dropped: 0,
    unfinished: 0,
  };
  readonly histograms = {
    response: new Histogram(),
    service: new Histogram(),
    sendLag: new Histogram(),
  };
  readonly backlog: Backlog;
  completedInTime = 0;
  sentAfterPlan = 0;
  readonly #durationMs: number;
  readonly #seconds: SecondLog[] = [];
  readonly #plan: Iterator<PlannedOperation>;
  #pulled = 0;
  #upcoming: PlannedOperation | undefined;

  constructor(plan: Iterable<PlannedOperation>, durationMs: number) {
    this.#plan = inOrder(plan)[Symbol.iterator]();
    this.#durationMs = durationMs;
    this.backlog = new Backlog(durationMs);
  }

  seconds(): LevelSecond[] {
    return this.#seconds.map(({ sent, completed, lags }) => ({
      sent,
      completed,
      sendLagMs: lags.lateMs(),
    }));
  }

  /** Of which only the one it was last asked for is kept. */
  readonly operationAt = (index: number): PlannedOperation | undefined => {
    for (; this.#pulled <= index; this.#pulled++) {
      const { done, value } = this.#plan.next();
      this.#upcoming = done ? undefined : value;
    }
    return this.#upcoming;
  };

  readonly record = (_index: number, end: OperationEnd): void => {
    const { outcome, plannedMs, sentMs, endedMs } = end;
    this.counts.planned += 1;
    this.counts[outcome] += 1;
    if (outcome === 'dropped') return;
    this.backlog.add(plannedMs, endedMs);
    this.#sent(sentMs, microseconds(sentMs - plannedMs));
    if (outcome !== 'completed') return;
    this.#second(endedMs).completed += 1;
    if (endedMs <= this.#durationMs) this.completedInTime += 1;
    this.histograms.response.record(microseconds(endedMs - plannedMs));
    this.histograms.service.record(microseconds(endedMs - sentMs));
  };

  #sent(sentMs: number, lagUs: number): void {
    const second = this.#second(sentMs);
    second.sent += 1;
    second.lags.record(lagUs);
    this.histograms.sendLag.record(lagUs);
    if (sentMs > this.#durationMs + sendLagFloorMs) this.sentAfterPlan += 1;
  }

  #second(atMs: number): SecondLog {
    const index = Math.floor(atMs / 1000);
    while (this.#seconds.length <= index) this.#seconds.push(new SecondLog());
    return this.#seconds[index] as SecondLog;
  }
}

class SecondLog {
  sent = 0;
  completed = 0;
  readonly lags = new LagHistogram();
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const microseconds = (ms: number): number => Math.max(0, Math.round(ms * 1000));
