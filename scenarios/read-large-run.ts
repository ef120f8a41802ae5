/** Operations that read one recent run whose state is about 256 KB. */
import type { Answer, Io } from '../harness/index.ts';
import { hashOf } from './canonical.ts';
import { preparedRun } from './prepared-run.ts';
import { largeState } from './workloads.ts';

const large = preparedRun('large-state', largeState);

export const createLargeRun = (io: Io): Promise<void> => large.create(io);

/** Asks for the run, or for some fields of its state: the answer must be the same every time. */
export async function readLargeRun(io: Io, fields: readonly string[] = []): Promise<Answer> {
  const query = fields.length === 0 ? '' : `?fields=${fields.join(',')}`;
  const path = `/v1/runs/${large.id}${query}`;
  const { status, text } = await io.http({ method: 'GET', path, headers: large.headers });
  const digest = hashOf(text);
  return status === 200 ? { digest } : { digest, wrong: `GET ${path} answered ${status}` };
}
