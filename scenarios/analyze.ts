/** Operations that have rows analysed. */
import { type Asking, drivenBy } from './http-operation.ts';
import { userOf } from './run-identity.ts';
import { bearerOf } from './token.ts';

/** The same rows every time: making them is not what is measured. */
export function analyzeRows(rows: number): Asking {
  const body = JSON.stringify({ dataset: { rows, seed: 1 } });
  return drivenBy(({ key }) => {
    const headers = { ...bearerOf(userOf(key)), 'content-type': 'application/json' };
    return { method: 'POST', path: '/v1/analyze', headers, body };
  });
}
