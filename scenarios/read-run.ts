/** Operations that read one run: the answer must be the same every time. */
import type { HttpRequest } from '../harness/index.ts';
import type { PreparedRun } from './prepared-run.ts';

/** Reads the run with its whole state, or with some fields of it. */
export function readRun(
  { id, headers }: Pick<PreparedRun, 'id' | 'headers'>,
  fields: readonly string[] = [],
): HttpRequest {
  const query = fields.length === 0 ? '' : `?fields=${fields.join(',')}`;
  return { method: 'GET', path: `/v1/runs/${id}${query}`, headers };
}
