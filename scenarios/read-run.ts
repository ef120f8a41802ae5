/** Operations that read one run: the answer must be the same every time. */
import type { Answer, Io } from '../harness/index.ts';
import { hashOf } from './canonical.ts';
import type { PreparedRun } from './prepared-run.ts';

/** Reads the run with its whole state, or with some fields of it. */
export async function readRun(
  { id, headers }: Pick<PreparedRun, 'id' | 'headers'>,
  io: Io,
  fields: readonly string[] = [],
): Promise<Answer> {
  const query = fields.length === 0 ? '' : `?fields=${fields.join(',')}`;
  const path = `/v1/runs/${id}${query}`;
  const { status, text } = await io.http({ method: 'GET', path, headers });
  const digest = hashOf(text);
  return status === 200 ? { digest } : { digest, wrong: `GET ${path} answered ${status}` };
}
