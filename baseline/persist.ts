/**
 * Finding 5. The mistake: every change is a save of everything. Each step that begins or ends is a
 * transaction with a full snapshot, a journal entry, a search for snapshots to prune, the step's row
 * and the whole state once more: about 20 saves a run, each as large as all results so far.
 * In public: tjni/langgraph-checkpoint-mysql#77 (rewriting what did not change at each step) and
 * openclaw/openclaw#149754 (a retention scan in every session write).
 */
import type { AgentState } from '../runtime/agent-state.ts';
import type {
  Connections,
  CreatePersister,
  Query,
  RunEnd,
  RunPersister,
  StepRow,
} from '../runtime/concerns.ts';

const snapshotsKept = 50;

class EveryChangePersister implements RunPersister {
  readonly #runId: string;
  readonly #connections: Connections;
  readonly #serialize: (state: AgentState) => string;
  #version = 0;

  constructor(runId: string, { connections, serialize }: Parameters<CreatePersister>[0]) {
    this.#runId = runId;
    this.#connections = connections;
    this.#serialize = serialize;
  }

  async step(row: StepRow, state: AgentState): Promise<void> {
    const text = this.#serialize(state);
    const version = ++this.#version;
    await this.#connections.transaction(async (query) => {
      await this.#snapshot(query, version, text);
      await this.#journal(query, `step.${row.status}`, { step: row.step, version });
      await this.#upsertStep(query, row);
      await query('update runs set state = $2, updated_at = now() where id = $1', [
        this.#runId,
        text,
      ]);
    });
  }

  async finish(end: RunEnd, state: AgentState): Promise<void> {
    const text = this.#serialize(state);
    const version = ++this.#version;
    await this.#connections.transaction(async (query) => {
      await this.#snapshot(query, version, text);
      await this.#journal(query, `run.${end.status}`, { version });
      await query(
        `update runs set state = $2, status = $3, state_hash = $4, reason = $5, updated_at = now()
         where id = $1`,
        [this.#runId, text, end.status, end.stateHash, end.reason],
      );
    });
  }

  async #snapshot(query: Query, version: number, text: string): Promise<void> {
    await query('insert into snapshots (run_id, version, state) values ($1, $2, $3)', [
      this.#runId,
      version,
      text,
    ]);
    const old = await query<{ id: string }>(
      'select id from snapshots where run_id = $1 order by version desc offset $2',
      [this.#runId, snapshotsKept],
    );
    if (old.rowCount === 0) return;
    await query('delete from snapshots where id = any($1::bigint[])', [
      old.rows.map((row) => row.id),
    ]);
  }

  async #journal(query: Query, kind: string, detail: object): Promise<void> {
    await query('insert into journal (run_id, kind, detail) values ($1, $2, $3)', [
      this.#runId,
      kind,
      JSON.stringify(detail),
    ]);
  }

  async #upsertStep(query: Query, row: StepRow): Promise<void> {
    await query(
      `insert into steps (run_id, step, position, status, attempts, result)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (run_id, step) do update
       set position = excluded.position, status = excluded.status,
           attempts = excluded.attempts, result = excluded.result`,
      [this.#runId, row.step, row.position, row.status, row.attempts, row.result],
    );
  }
}

/** A save that fails rejects the change that asked for it. */
export const createPersister: CreatePersister = (to) => (runId) =>
  new EveryChangePersister(runId, to);
