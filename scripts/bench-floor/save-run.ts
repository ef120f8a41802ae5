/** The one save of a run: its row and those of its steps, as the runtime leaves them behind, in one statement. */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { StepResult } from '../../runtime/agent-state.ts';
import type { RunRequest } from '../../runtime/run-request.ts';

export interface FinalState {
  readonly text: string;
  /** In the order of the steps. */
  readonly results: readonly StepResult[];
}

/** Resolves with the hash of the state once it is stored. */
export async function saveRun(
  pool: Pool,
  request: RunRequest,
  userId: string,
  { text, results }: FinalState,
): Promise<string> {
  const stateHash = createHash('sha256').update(text).digest('hex');
  await pool.query(saveStatement, [
    ...[request.id, userId, request.mode, JSON.stringify(request), text, stateHash],
    results.map((result) => result.step),
    results.map((result) => result.attempts),
    results.map((result) => JSON.stringify(result)),
  ]);
  return stateHash;
}

const saveStatement = `
  with stored_run as (
    insert into runs (id, user_id, mode, status, request, state, state_hash)
    values ($1, $2, $3, 'completed', $4, $5, $6)
  )
  insert into steps (run_id, step, position, status, attempts, result)
  select $1, step, position - 1, 'completed', attempts, result::jsonb
  from unnest($7::text[], $8::int[], $9::text[])
    with ordinality as done (step, attempts, result, position)`;
