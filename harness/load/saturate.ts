/**
 * The closed loop: so many connections, each of which asks again as soon as it was answered. It
 * says how much a server can do and nothing of how long anybody waits for it.
 *
 * autocannon drives it and is trusted with nothing else: its latencies are wrong where a rate is
 * set, where connections are closed and where requests time out, its totals are inflated, and what
 * is in flight at the end is lost. So no rate is set, no latency of its is read, answers are counted
 * here, and each connection ends with its last answer.
 */
import { performance } from 'node:perf_hooks';
import autocannon from 'autocannon';
import type { HttpRequest, PlannedOperation, Scenario } from '../config/scenario.ts';
import { usageError } from '../error.ts';
import type { LoadResult } from '../record/arm-result.ts';
import { ArmNotes, ValueList } from './client/arm-notes.ts';
import type { Target } from './drive-plan.ts';

export interface SaturationRequest {
  readonly target: Target;
  readonly connections: number;
  readonly durationMs: number;
  readonly seed: string;
  /** The arm that `request` is told. */
  readonly label: string;
}

export interface Saturation {
  /** Answers of status 2xx within the duration. */
  readonly completed: number;
  /** How long it was loaded: the duration, or less when it was broken off. */
  readonly loadedMs: number;
  /** What else came within the duration: other answers, broken connections, time-outs. */
  readonly failures: LoadResult['failures'];
  /** Too much was refused, broken or timed out to go on. */
  readonly brokenOff: boolean;
  /** Of the generator's event loop, 0 to 1. */
  readonly utilization: number;
}

/** What a refused connection is followed by is the next attempt, at once and without end. */
const mostErrors = (connections: number): number => Math.max(100, 10 * connections);

/** In ms; the least that autocannon looks up whether it is over. */
const tickMs = 100;

/**
 * Resolves when the last answer has come: nothing of it is left in the server. Ends at once when
 * `signal` is aborted. Throws a usage error when the scenario has no `request`.
 */
export async function saturate(
  scenario: Scenario,
  request: SaturationRequest,
  signal: AbortSignal,
): Promise<Saturation> {
  if (!scenario.request) {
    throw usageError(`${scenario.name} has no request: its operations are more than one HTTP call`);
  }
  const { connections, durationMs } = request;
  const clients: Ending[] = [];
  const tally = new Tally(durationMs);
  const over = setTimeout(() => {
    tally.end();
    for (const client of clients) client.responseMax = 1;
  }, durationMs);
  const timeoutSeconds = Math.ceil(scenario.timeoutMs / 1000);
  try {
    const errors = await fire(
      {
        url: new URL(request.target.url).origin,
        connections,
        timeout: timeoutSeconds,
        // Never reached: connections end one by one.
        duration: Math.ceil(durationMs / 1000) + 2 * timeoutSeconds,
        bailout: mostErrors(connections),
        sampleInt: tickMs,
        setupClient: (client) => clients.push(client as unknown as Ending),
        requests: [newOperations(scenario.request, scenario, request)],
      },
      tally,
      signal,
    );
    return tally.result(errors >= mostErrors(connections));
  } finally {
    clearTimeout(over);
  }
}

/** A client of autocannon, which stops once it had so many answers. */
interface Ending {
  responseMax: number;
}

/** Resolves with the number of broken connections and time-outs. */
function fire(options: autocannon.Options, tally: Tally, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const stop = (): void => cannon.stop?.();
    const cannon = autocannon(options, (error, result) => {
      signal.removeEventListener('abort', stop);
      if (error) reject(error);
      else resolve(result.errors);
    });
    cannon.on('response', (_client, status) => tally.answered(status));
    cannon.on('reqError', (error) => tally.failed(error.message));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}

/** Each request asks for an operation of its own: the scenario's plan, again and again with other seeds. */
function newOperations(
  ask: (operation: PlannedOperation, arm: string) => HttpRequest,
  scenario: Scenario,
  { seed, label }: SaturationRequest,
): autocannon.Request {
  const operations = operationsOf(scenario, seed);
  return {
    setupRequest: (request) => {
      const { method, path, headers, body = '' } = ask(operations.next().value, label);
      return {
        ...request,
        method: method as autocannon.Request['method'],
        path,
        headers: { ...headers },
        body: typeof body === 'string' ? body : Buffer.from(body),
      };
    },
  };
}

function* operationsOf(
  scenario: Scenario,
  seed: string,
): Generator<PlannedOperation, never, undefined> {
  for (let round = 0; ; round++) yield* scenario.plan(`${seed}/${round}`);
}

class Tally {
  readonly #durationMs: number;
  readonly #startedMs = performance.now();
  readonly #loop = performance.eventLoopUtilization();
  readonly #notes = new ArmNotes(() => new ValueList());
  #completed = 0;
  #utilization: number | null = null;

  constructor(durationMs: number) {
    this.#durationMs = durationMs;
  }

  answered(status: number): void {
    if (status < 200 || status > 299) this.failed(`answered ${status}`);
    else if (this.#elapsedMs() <= this.#durationMs) this.#completed += 1;
  }

  failed(message: string): void {
    if (this.#elapsedMs() <= this.#durationMs) this.#notes.failure(message);
  }

  /** The rest is waiting for the last answers. */
  end(): void {
    this.#utilization ??= performance.eventLoopUtilization(this.#loop).utilization;
  }

  result(brokenOff: boolean): Saturation {
    this.end();
    return {
      completed: this.#completed,
      loadedMs: Math.min(this.#durationMs, this.#elapsedMs()),
      failures: this.#notes.failures(),
      brokenOff,
      utilization: this.#utilization ?? 0,
    };
  }

  #elapsedMs(): number {
    return performance.now() - this.#startedMs;
  }
}
