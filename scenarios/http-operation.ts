/** Operations that are one HTTP request, in open loop and in closed loop. */
import type { HttpRequest, PlannedOperation, Scenario } from '../harness/index.ts';
import { hashOf } from './canonical.ts';

export type Asking = Pick<Scenario, 'drive'> & Required<Pick<Scenario, 'request'>>;

/** The answer must be 200, and its body the same on both sides. */
export const drivenBy = (request: (operation: PlannedOperation) => HttpRequest): Asking => ({
  request,
  drive: async (operation, io) => {
    const asked = request(operation);
    const { status, text } = await io.http(asked);
    const digest = hashOf(text);
    if (status === 200) return { digest };
    const wrong = `${asked.method} ${asked.path} answered ${status}: ${text.slice(0, 200)}`;
    return { digest, wrong };
  },
});
