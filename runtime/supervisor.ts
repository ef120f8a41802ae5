/** Runs from the request that asks for one to its stored end. */
import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActiveRun } from './active-run.ts';
import { initialState } from './agent-state.ts';
import type { RunEnd, Validated } from './concerns.ts';
import { RequestError, Stopping } from './errors.ts';
import { orderPipeline } from './pipeline-order.ts';
import type { CriticalEvent } from './run-event.ts';
import type { RunRecord } from './run-registry.ts';
import type { RunRequest } from './run-request.ts';
import type { Services } from './services.ts';
import { executeStep, skipStep } from './step.ts';
import type { StoredRun } from './store.ts';

export interface Supervisor {
  /**
   * Resolves once the request is stored: to the run in memory, or to what the database has of one
   * that was asked for before. Throws `RequestError` 409 when the id is another user's.
   */
  start(request: Validated<RunRequest>, userId: string): Promise<RunRecord | StoredRun>;
  /** The order of the steps, after every layer has checked the request; nothing is stored or run. */
  plan(request: Validated<RunRequest>): readonly string[];
  /** Accepts no more, waits up to `graceMs` for runs in progress, then fails those that are left. */
  stop(graceMs: number): Promise<void>;
}

/** Keeps the last event within a message, with a hundred failed steps too. */
const maxReasonCharacters = 2000;

export function createSupervisor(services: Services): Supervisor {
  const { concerns, registry, callLog } = services;
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  let accepting = true;

  const start: Supervisor['start'] = async (request, userId) => {
    if (!accepting) throw new Stopping();
    const known = registry.get(request.id);
    if (known) {
      if (await known.stored) return ownOrConflict(known, userId);
      return start(request, userId);
    }
    const checked = concerns.validation.runAgain(request, 'supervisor');
    const record = admit(services, checked, userId, stopping.signal);
    if (await record.stored) return record;
    const stored = await services.store.find(request.id);
    if (!stored) throw new RequestError(409, `run ${request.id} was deleted meanwhile`);
    return ownOrConflict(stored, userId);
  };

  return {
    start,
    plan: (request) => {
      for (const layer of ['supervisor', 'step', 'model', 'store'] as const) {
        concerns.validation.runAgain(request, layer);
      }
      callLog.request('plan', request);
      const order = orderPipeline(request.steps);
      callLog.response('plan', order);
      return order;
    },
    stop: async (graceMs) => {
      accepting = false;
      const ended = () => Promise.all(registry.live().map((record) => record.ended));
      await within(graceMs, ended());
      stopping.abort();
      await within(1000, ended());
    },
  };
}

/** Takes the id at once, so that a second request finds it, and runs as soon as the row is stored. */
function admit(
  services: Services,
  request: Validated<RunRequest>,
  userId: string,
  signal: AbortSignal,
): RunRecord {
  const { concerns, registry, store } = services;
  const { id, mode } = request;
  const state = concerns.createStateStore(initialState(request));
  const span = services.tracing.open('run', { 'run.id': id });
  const stored = span.within(() => store.insert(request, userId));
  const begin = () => {
    const persister = services.persisterOf(id);
    return execute(services, { record, request, signal, persister, failures: new Map() });
  };
  const forget = () => registry.remove(record);
  const record: RunRecord = {
    id,
    userId,
    interactive: mode === 'interactive',
    state,
    events: [],
    end: null,
    stored,
    ended: span
      .within(() => stored.then((inserted) => (inserted ? begin() : forget()), forget))
      .finally(span.end),
  };
  registry.add(record);
  return record;
}

/** Never rejects: a run that could not be carried out has failed. */
async function execute(services: Services, run: ActiveRun): Promise<void> {
  const { hub, registry, metrics } = services;
  const { record } = run;
  hub.begin(record);
  hub.critical(record, { type: 'run.started' });
  await runSteps(services, run);
  const state = record.state.read();
  const text = services.concerns.snapshot.serialize(state);
  const stateHash = createHash('sha256').update(text).digest('hex');
  record.end = await finish(services, run, { ...conclude(run), stateHash });
  hub.critical(record, lastEvent(record.end));
  hub.end(record);
  registry.retire(record, 3 * text.length);
  metrics.runEnded(record.end.status);
}

async function runSteps(services: Services, run: ActiveRun): Promise<void> {
  try {
    await services.concerns.runPipeline(run.request.steps, {
      execute: (step) => executeStep(services, run, step),
      skip: (step) => skipStep(services, run, step),
    });
  } catch (error) {
    services.logger.error(error, `the pipeline of run ${run.record.id} broke`);
    run.failures.set('pipeline', 'internal error');
  }
}

/** In the order of the request, not of the failures: that would differ from variant to variant. */
function conclude({ request, failures }: ActiveRun): Omit<RunEnd, 'stateHash'> {
  if (failures.size === 0) return { status: 'completed', reason: null };
  const failed = [...request.steps.map((step) => step.name), 'pipeline'].flatMap((name) => {
    const reason = failures.get(name);
    return reason === undefined ? [] : [`${name} failed: ${reason}`];
  });
  return { status: 'failed', reason: failed.join('; ') };
}

/** `completed` means stored: a run whose end cannot be stored has failed, whatever its steps did. */
async function finish(services: Services, run: ActiveRun, end: RunEnd): Promise<RunEnd> {
  try {
    await run.persister.finish(end, run.record.state.read());
    return end;
  } catch (error) {
    services.logger.error(error, `the end of run ${run.record.id} could not be stored`);
    return { ...end, status: 'failed', reason: 'the final state could not be stored' };
  }
}

function lastEvent({ status, reason, stateHash }: RunEnd): CriticalEvent {
  if (status === 'completed') return { type: 'run.completed', stateHash };
  return { type: 'run.failed', reason: (reason ?? 'unknown').slice(0, maxReasonCharacters) };
}

/** Resolves with `work`, or after `ms`. */
async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const timeout = sleep(ms, undefined, { signal: timer.signal }).catch(() => {});
  await Promise.race([work, timeout]);
  timer.abort();
}

function ownOrConflict<Run extends { readonly id: string; readonly userId: string }>(
  run: Run,
  userId: string,
): Run {
  if (run.userId === userId) return run;
  throw new RequestError(409, `the id ${run.id} is taken: choose another`);
}
