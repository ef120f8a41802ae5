/**
 * The operations of an arm as columns. Hundreds of thousands of records cost the generator neither
 * garbage collection while it measures, nor much time or memory on their way to another process.
 */
import type { PlannedOperation } from '../config/scenario.ts';
import type { Counts, OperationRecord, Outcome } from '../record/arm-result.ts';

/** One entry an operation, in the order of the plan. Times in whole microseconds. */
export interface OperationColumns {
  readonly keys: readonly string[];
  readonly plannedUs: Float64Array;
  readonly sendLagUs: Float64Array;
  readonly responseUs: Float64Array;
  readonly serviceUs: Float64Array;
  /** Indexes into `outcomes`. */
  readonly outcomes: Uint8Array;
  readonly digests: readonly string[];
}

/** Every way an operation can end; a column holds the index. */
const outcomes = [
  'completed',
  'errored',
  'timedOut',
  'dropped',
  'unfinished',
] as const satisfies readonly Outcome[];

/** What is written when an operation ends; moments in ms after the start of the arm. */
export interface OperationEnd {
  readonly outcome: Outcome;
  readonly plannedMs: number;
  readonly sentMs: number;
  readonly endedMs: number;
  readonly digest: string;
}

/** A plan and how it ended, filled in place while the arm runs. The plan's objects are not kept. */
export class OperationLog {
  readonly #keys: string[];
  readonly #plannedUs: Float64Array;
  readonly #sendLagUs: Float64Array;
  readonly #responseUs: Float64Array;
  readonly #serviceUs: Float64Array;
  readonly #outcomes: Uint8Array;
  readonly #digests: string[] = [];
  #lastDigest = '';

  constructor(plan: readonly PlannedOperation[]) {
    this.#keys = plan.map(({ key }) => key);
    this.#plannedUs = Float64Array.from(plan, ({ atMs }) => microseconds(atMs));
    this.#sendLagUs = new Float64Array(plan.length);
    this.#responseUs = new Float64Array(plan.length);
    this.#serviceUs = new Float64Array(plan.length);
    this.#outcomes = new Uint8Array(plan.length);
  }

  /** Undefined after the last one. Moments are those of the plan, to the microsecond. */
  readonly operationAt = (index: number): PlannedOperation | undefined => {
    const key = this.#keys[index];
    return key === undefined ? undefined : { key, atMs: (this.#plannedUs[index] ?? 0) / 1000 };
  };

  record(index: number, end: OperationEnd): void {
    const plannedUs = microseconds(end.plannedMs);
    const sentUs = microseconds(end.sentMs);
    const endedUs = microseconds(end.endedMs);
    this.#sendLagUs[index] = sentUs - plannedUs;
    this.#responseUs[index] = endedUs - plannedUs;
    this.#serviceUs[index] = endedUs - sentUs;
    this.#outcomes[index] = outcomes.indexOf(end.outcome);
    // Where all answers are alike, one string is kept, not one an operation.
    if (end.digest !== this.#lastDigest) this.#lastDigest = end.digest;
    this.#digests[index] = this.#lastDigest;
  }

  /** The columns of the first `count` operations: those whose moment came, once all have ended. */
  columns(count: number): OperationColumns {
    return {
      keys: this.#keys.slice(0, count),
      plannedUs: this.#plannedUs.subarray(0, count),
      sendLagUs: this.#sendLagUs.subarray(0, count),
      responseUs: this.#responseUs.subarray(0, count),
      serviceUs: this.#serviceUs.subarray(0, count),
      outcomes: this.#outcomes.subarray(0, count),
      digests: this.#digests,
    };
  }
}

/** The same columns in pieces of at most `size` operations. */
export function* piecesOf(columns: OperationColumns, size: number): Generator<OperationColumns> {
  for (let from = 0; from < columns.keys.length; from += size) {
    const to = from + size;
    yield {
      keys: columns.keys.slice(from, to),
      plannedUs: columns.plannedUs.subarray(from, to),
      sendLagUs: columns.sendLagUs.subarray(from, to),
      responseUs: columns.responseUs.subarray(from, to),
      serviceUs: columns.serviceUs.subarray(from, to),
      outcomes: columns.outcomes.subarray(from, to),
      digests: columns.digests.slice(from, to),
    };
  }
}

const microseconds = (ms: number): number => Math.round(ms * 1000);

const outcomeAt = (columns: OperationColumns, index: number): Outcome =>
  outcomes[columns.outcomes[index] ?? 0] ?? 'unfinished';

export function countOutcomes(columns: OperationColumns): Counts {
  const counts = { completed: 0, errored: 0, timedOut: 0, dropped: 0, unfinished: 0 };
  for (let index = 0; index < columns.keys.length; index++) counts[outcomeAt(columns, index)] += 1;
  return { planned: columns.keys.length, ...counts };
}

/** The columns as records: what everybody but the generator works with. Overhead comes later. */
export const recordsOf = (columns: OperationColumns): OperationRecord[] =>
  columns.keys.map((key, index) => ({
    key,
    plannedUs: columns.plannedUs[index] ?? 0,
    sendLagUs: columns.sendLagUs[index] ?? 0,
    responseUs: columns.responseUs[index] ?? 0,
    serviceUs: columns.serviceUs[index] ?? 0,
    outcome: outcomeAt(columns, index),
    digest: columns.digests[index] ?? '',
    overheadUs: null,
  }));
