/**
 * The open loop: every operation is sent at its planned moment, however long the ones before it
 * take. It sleeps between moments and never spins, so that it leaves the machine to what is
 * measured; after a stall it sends all that is due and keeps to the plan.
 */
import { performance } from 'node:perf_hooks';
import type { Answer, PlannedOperation } from '../config/scenario.ts';
import type { Outcome } from '../record/arm-result.ts';
import { InFlight, Linked } from './in-flight.ts';
import type { OperationEnd } from './operation-columns.ts';

/** An operation under way. */
export interface Attempt {
  readonly answer: Promise<Answer>;
  /** Closes all that it opened; what still waits rejects with `reason`, null when it had ended. */
  end(reason: Error | null): void;
}

export interface OpenLoop {
  /**
   * The plan, in ascending order; undefined after the last operation. Asked for one operation after
   * the other, for each as often as needed.
   */
  readonly operationAt: (index: number) => PlannedOperation | undefined;
  /** An operation that takes longer, from when it was sent, has timed out. */
  readonly timeoutMs: number;
  /** How long to wait for answers after the last operation was sent. */
  readonly drainMs: number;
  /** Moments at which so many are in flight pass unused: their operations are dropped. */
  readonly maxInFlight: number;
  /** performance.now() at moment 0. */
  readonly startedMs: number;
  readonly attempt: (operation: PlannedOperation) => Attempt;
  /** Called once for every operation whose moment came; `failure` says why it did not complete. */
  readonly record: (index: number, end: OperationEnd, failure: string | null) => void;
  /** Ends the loop: nothing more is sent, what is in flight is unfinished. */
  readonly signal?: AbortSignal | undefined;
}

/** Resolves once the plan is played and drained, with the number of operations whose moment came. */
export const runOpenLoop = (options: OpenLoop): Promise<number> =>
  new Promise((resolve) => new Loop(options, resolve).start());

/** setTimeout knows whole milliseconds; less than one would spin. */
const shortestSleepMs = 1;

class Flight extends Linked<Flight> {
  readonly index: number;
  readonly plannedMs: number;
  readonly sentMs: number;
  readonly attempt: Attempt;

  constructor(index: number, plannedMs: number, sentMs: number, attempt: Attempt) {
    super();
    this.index = index;
    this.plannedMs = plannedMs;
    this.sentMs = sentMs;
    this.attempt = attempt;
  }
}

class Loop {
  readonly #options: OpenLoop;
  readonly #ended: (played: number) => void;
  /** In the order they were sent, which is the order they time out in. */
  readonly #inFlight = new InFlight<Flight>();
  /** Why operations are dropped, made once: a saturated server has many of them dropped. */
  readonly #dropped: string;
  #next = 0;
  #allSent = false;
  #finished = false;
  #pacing: NodeJS.Timeout | undefined;
  #sweeping: NodeJS.Timeout | undefined;

  constructor(options: OpenLoop, ended: (played: number) => void) {
    this.#options = options;
    this.#ended = ended;
    this.#dropped = `dropped: ${options.maxInFlight} operations were in flight already`;
  }

  start(): void {
    const { signal } = this.#options;
    signal?.addEventListener('abort', this.#finish, { once: true });
    if (signal?.aborted) this.#finish();
    else this.#sendDue();
  }

  readonly #sendDue = (): void => {
    const { operationAt } = this.#options;
    // What becomes due meanwhile waits for the next turn: answers must be read, too.
    const dueMs = this.#nowMs();
    let upcoming = operationAt(this.#next);
    while (upcoming !== undefined && upcoming.atMs <= dueMs) {
      this.#send(upcoming);
      upcoming = operationAt(this.#next);
    }
    if (upcoming === undefined) this.#drain();
    else this.#pacing = sleepThen(this.#sendDue, upcoming.atMs - this.#nowMs());
  };

  #send(operation: PlannedOperation): void {
    const index = this.#next++;
    const sentMs = this.#nowMs();
    const plannedMs = operation.atMs;
    if (this.#inFlight.size >= this.#options.maxInFlight) this.#drop(index, plannedMs, sentMs);
    else this.#launch(new Flight(index, plannedMs, sentMs, this.#options.attempt(operation)));
  }

  #drop(index: number, plannedMs: number, sentMs: number): void {
    const end = { outcome: 'dropped', plannedMs, sentMs, endedMs: sentMs, digest: '' } as const;
    this.#options.record(index, end, this.#dropped);
  }

  #launch(flight: Flight): void {
    this.#inFlight.add(flight);
    this.#sweeping ??= sleepThen(this.#sweep, this.#options.timeoutMs);
    flight.attempt.answer.then(
      ({ digest, wrong }) => {
        if (wrong === undefined) this.#land(flight, 'completed', null, digest);
        else this.#land(flight, 'errored', `wrong answer: ${wrong}`);
      },
      (error: unknown) => this.#land(flight, 'errored', messageOf(error)),
    );
  }

  #land(flight: Flight, outcome: Outcome, failure: string | null, digest = ''): void {
    // An answer that comes after the operation was given up comes too late.
    if (!this.#inFlight.remove(flight)) return;
    const { index, plannedMs, sentMs, attempt } = flight;
    const endedMs = this.#nowMs();
    const givenUp = outcome === 'timedOut' || outcome === 'unfinished';
    attempt.end(givenUp ? new Error(failure ?? outcome) : null);
    this.#options.record(index, { outcome, plannedMs, sentMs, endedMs, digest }, failure);
    if (this.#allSent && this.#inFlight.size === 0) this.#finish();
  }

  /** One timer for all time-outs: it sleeps until the oldest operation in flight has had its time. */
  readonly #sweep = (): void => {
    const { timeoutMs } = this.#options;
    this.#sweeping = undefined;
    for (let { oldest } = this.#inFlight; oldest; oldest = this.#inFlight.oldest) {
      const leftMs = oldest.sentMs + timeoutMs - this.#nowMs();
      if (leftMs > 0) {
        this.#sweeping = sleepThen(this.#sweep, leftMs);
        return;
      }
      this.#land(oldest, 'timedOut', `timed out after ${timeoutMs} ms`);
    }
  };

  #drain(): void {
    this.#allSent = true;
    const sweepAndFinish = (): void => {
      this.#sweep();
      this.#finish();
    };
    if (this.#inFlight.size === 0) this.#finish();
    else this.#pacing = sleepThen(sweepAndFinish, this.#options.drainMs + shortestSleepMs);
  }

  readonly #finish = (): void => {
    if (this.#finished) return;
    this.#finished = true;
    this.#options.signal?.removeEventListener('abort', this.#finish);
    for (let { oldest } = this.#inFlight; oldest; oldest = this.#inFlight.oldest) {
      this.#land(oldest, 'unfinished', 'unfinished: the arm ended before the answer came');
    }
    clearTimeout(this.#pacing);
    clearTimeout(this.#sweeping);
    this.#ended(this.#next);
  };

  #nowMs(): number {
    return performance.now() - this.#options.startedMs;
  }
}

const sleepThen = (wake: () => void, ms: number): NodeJS.Timeout =>
  setTimeout(wake, Math.max(shortestSleepMs, ms));

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error);
