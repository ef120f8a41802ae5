/**
 * The audit's own remedy for finding 5: `batch_save_states`, which saves several states in one
 * transaction, each with all the statements it had before. A batch is what changed since the last
 * moment at which no step was running, for then a group has ended.
 */
import type { AgentState } from '../../runtime/agent-state.ts';
import type {
  CreatePersister,
  Query,
  RunEnd,
  RunPersister,
  StepRow,
} from '../../runtime/concerns.ts';

const snapshotsKept = 50;

interface Change {
  readonly kind: string;
  readonly row: StepRow | null;
  readonly state: AgentState;
}

class BatchPersister implements RunPersister {
  readonly #runId: string;
  readonly #to: Parameters<CreatePersister>[0];
  readonly #running = new Set<string>();
  #changes: Change[] = [];
  #version = 0;

  constructor(runId: string, to: Parameters<CreatePersister>[0]) {
    this.#runId = runId;
    this.#to = to;
  }

  async step(row: StepRow, state: AgentState): Promise<void> {
    this.#changes.push({ kind: `step.${row.status}`, row, state });
    if (row.status === 'running') this.#running.add(row.step);
    else this.#running.delete(row.step);
    if (this.#running.size === 0) await this.#saveBatch(null);
  }

  async finish(end: RunEnd, state: AgentState): Promise<void> {
    this.#changes.push({ kind: `run.${end.status}`, row: null, state });
    await this.#saveBatch(end);
  }

  /** What cannot be stored stays for the next batch. */
  async #saveBatch(end: RunEnd | null): Promise<void> {
    const changes = this.#changes;
    this.#changes = [];
    try {
      await this.#to.connections.transaction(async (query) => {
        for (const change of changes) await this.#save(query, change);
        if (end) await this.#storeEnd(query, end);
      });
    } catch (error) {
      this.#changes.unshift(...changes);
      throw error;
    }
  }

  async #save(query: Query, { kind, row, state }: Change): Promise<void> {
    const text = this.#to.serialize(state);
    const version = ++this.#version;
    const runId = this.#runId;
    await query('insert into snapshots (run_id, version, state) values ($1, $2, $3)', [
      ...[runId, version, text],
    ]);
    const old = await query<{ id: string }>(
      'select id from snapshots where run_id = $1 order by version desc offset $2',
      [runId, snapshotsKept],
    );
    if (old.rowCount > 0) {
      await query('delete from snapshots where id = any($1::bigint[])', [
        old.rows.map(({ id }) => id),
      ]);
    }
    await query('insert into journal (run_id, kind, detail) values ($1, $2, $3)', [
      ...[runId, kind, JSON.stringify({ version, ...(row ? { step: row.step } : {}) })],
    ]);
    if (row) await this.#storeStep(query, row);
    await query('update runs set state = $2, updated_at = now() where id = $1', [runId, text]);
  }

  async #storeStep(query: Query, row: StepRow): Promise<void> {
    await query(
      `insert into steps (run_id, step, position, status, attempts, result)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (run_id, step) do update
       set position = excluded.position, status = excluded.status,
           attempts = excluded.attempts, result = excluded.result`,
      [this.#runId, row.step, row.position, row.status, row.attempts, row.result],
    );
  }

  async #storeEnd(query: Query, end: RunEnd): Promise<void> {
    await query('update runs set status = $2, state_hash = $3, reason = $4 where id = $1', [
      ...[this.#runId, end.status, end.stateHash, end.reason],
    ]);
  }
}

/** A batch that fails rejects the change that ended it. */
export const createPersister: CreatePersister = (to) => (runId) => new BatchPersister(runId, to);
