/** The `runs` table: a run's row is inserted before anything else happens, and read for old runs. */
import type { Connections, RunEnd, Validated, Validation } from './concerns.ts';
import { InvalidRequest } from './errors.ts';
import type { RunRequest } from './run-request.ts';
import { schema } from './schema.ts';

/** A run as the database knows it. */
export interface StoredRun {
  readonly id: string;
  readonly userId: string;
  readonly status: 'running' | RunEnd['status'];
  readonly stateHash: string | null;
  readonly reason: string | null;
}

export interface RunStore {
  /** False when the id is taken; then nothing was written. Throws `InvalidRequest`. */
  insert(request: Validated<RunRequest>, userId: string): Promise<boolean>;
  find(id: string): Promise<StoredRun | null>;
  /** The state as JSON text; null while nothing of it is stored. */
  findWithState(id: string): Promise<(StoredRun & { readonly state: string | null }) | null>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
}

const columns = `id, user_id as "userId", status, state_hash as "stateHash", reason`;

export function createRunStore(connections: Connections, validation: Validation): RunStore {
  const first = async <Row>(text: string, id: string): Promise<Row | null> =>
    (await connections.query<Row>(text, [id])).rows[0] ?? null;
  return {
    insert: async (request, userId) => {
      const { id, mode } = validation.runAgain(request, 'store');
      const inserted = connections.query(
        `insert into runs (id, user_id, mode, request) values ($1, $2, $3, $4)
         on conflict (id) do nothing`,
        [id, userId, mode, JSON.stringify(request)],
      );
      const { rowCount } = await inserted.catch(refuseUnstorable);
      return rowCount === 1;
    },
    find: (id) => first(`select ${columns} from runs where id = $1`, id),
    findWithState: (id) =>
      first(`select ${columns}, state::text as state from runs where id = $1`, id),
    ping: async () => {
      await connections.query('select 1');
    },
  };
}

/** U+0000 and half a surrogate pair are JSON but not jsonb (SQLSTATE 22P05, 22P02). */
function refuseUnstorable(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== '22P05' && code !== '22P02') throw error;
  throw new InvalidRequest('the request holds characters that no database can store');
}

/** Creates what is missing of the tables, statement by statement: not every driver call takes many. */
export async function createTables(connections: Connections): Promise<void> {
  const statements = schema.split(';').filter((statement) => statement.trim() !== '');
  await connections.transaction(async (query) => {
    for (const statement of statements) await query(statement);
  });
}
