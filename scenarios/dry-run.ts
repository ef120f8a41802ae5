/** Operations that have a pipeline checked: nothing is stored or run. */
import type { Answer, Io, PlannedOperation } from '../harness/index.ts';
import { hashOf } from './canonical.ts';
import { userOf } from './run-identity.ts';
import { bearerOf } from './token.ts';
import { runRequestOf, type Workload } from './workload.ts';

/** The same request every time, but for who asks: it is serialised once. */
export function dryRunOf(
  workload: Workload,
): (operation: PlannedOperation, io: Io) => Promise<Answer> {
  const body = JSON.stringify({ ...runRequestOf(workload, 'dry-run'), dryRun: true });
  return async ({ key }, io) => {
    const headers = { ...bearerOf(userOf(key)), 'content-type': 'application/json' };
    const answer = await io.http({ method: 'POST', path: '/v1/runs', headers, body });
    const digest = hashOf(answer.text);
    if (answer.status === 200) return { digest };
    return { digest, wrong: `a dry run answered ${answer.status}: ${answer.text.slice(0, 200)}` };
  };
}
