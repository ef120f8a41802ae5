/** Operations that have a pipeline checked: nothing is stored or run. */
import { type Asking, drivenBy } from './http-operation.ts';
import { userOf } from './run-identity.ts';
import { bearerOf } from './token.ts';
import { runRequestOf, type Workload } from './workload.ts';

/** The same request every time, but for who asks: it is serialised once. */
export function dryRunOf(workload: Workload): Asking {
  const body = JSON.stringify({ ...runRequestOf(workload, 'dry-run'), dryRun: true });
  return drivenBy(({ key }) => {
    const headers = { ...bearerOf(userOf(key)), 'content-type': 'application/json' };
    return { method: 'POST', path: '/v1/runs', headers, body };
  });
}
