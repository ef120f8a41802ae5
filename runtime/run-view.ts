/** A run as its owner reads it: from memory while it is recent, else from the database. */
import { type AgentState, agentStateSchema } from './agent-state.ts';
import { InvalidRequest, NotFound } from './errors.ts';
import type { RunRecord } from './run-registry.ts';
import type { Services } from './services.ts';
import type { StoredRun } from './store.ts';

interface RunSummary {
  readonly id: string;
  readonly status: StoredRun['status'];
  readonly stateHash: string | null;
  readonly reason?: string;
}

type FieldName = keyof AgentState;

const fieldNames: readonly string[] = Object.keys(agentStateSchema.shape);

/** A run without its state. */
export function summarize(run: RunRecord | StoredRun): RunSummary {
  const { status, stateHash, reason } = 'end' in run ? (run.end ?? inProgress) : run;
  return { id: run.id, status, stateHash, ...(reason === null ? {} : { reason }) };
}

const inProgress = { status: 'running', stateHash: null, reason: null } as const;

/**
 * The run and its state as JSON text, or only the state's `fields`. Throws `NotFound` for a run
 * that is unknown or another user's, and `InvalidRequest` for a field that the state has not.
 */
export async function readRun(
  services: Services,
  asked: { readonly id: string; readonly userId: string; readonly fields: string | null },
): Promise<string> {
  const fields = asked.fields === null ? null : parseFields(asked.fields);
  const recent = services.registry.get(asked.id);
  const run = recent ?? (await services.store.findWithState(asked.id));
  if (run?.userId !== asked.userId) throw new NotFound(`there is no run ${asked.id} of yours`);
  const state = 'end' in run ? recentState(services, run, fields) : storedState(run, fields);
  return `${JSON.stringify(summarize(run)).slice(0, -1)},"state":${state}}`;
}

function recentState(
  { concerns: { snapshot } }: Services,
  { state }: RunRecord,
  fields: readonly FieldName[] | null,
): string {
  if (fields === null) return snapshot.serialize(snapshot.handOver(state.read()));
  return JSON.stringify(Object.fromEntries(fields.map((name) => [name, state.field(name)])));
}

function storedState(
  { state }: { readonly state: string | null },
  fields: readonly FieldName[] | null,
): string {
  if (fields === null || state === null) return state ?? 'null';
  const stored: Partial<AgentState> = JSON.parse(state);
  return JSON.stringify(Object.fromEntries(fields.map((name) => [name, stored[name]])));
}

function parseFields(text: string): readonly FieldName[] {
  const names = [...new Set(text.split(','))];
  const unknown = names.filter((name) => !fieldNames.includes(name));
  if (unknown.length === 0) return names as FieldName[];
  throw new InvalidRequest(
    `the state has no ${unknown.join(', ')}; its fields are ${fieldNames.join(', ')}`,
  );
}
