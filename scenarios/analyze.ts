/** Operations that have rows analysed. */
import type { Answer, Io, PlannedOperation } from '../harness/index.ts';
import { hashOf } from './canonical.ts';
import { userOf } from './run-identity.ts';
import { bearerOf } from './token.ts';

/** The same rows every time: making them is not what is measured. */
export function analyzeRows(
  rows: number,
): (operation: PlannedOperation, io: Io) => Promise<Answer> {
  const body = JSON.stringify({ dataset: { rows, seed: 1 } });
  return async ({ key }, io) => {
    const headers = { ...bearerOf(userOf(key)), 'content-type': 'application/json' };
    const answer = await io.http({ method: 'POST', path: '/v1/analyze', headers, body });
    const digest = hashOf(answer.text);
    if (answer.status === 200) return { digest };
    return { digest, wrong: `an analysis answered ${answer.status}: ${answer.text.slice(0, 200)}` };
  };
}
