/** How late the services themselves were: what is not the servers' fault is not held against them. */
import { request } from 'undici';
import { z } from 'zod';
import { quantile, sortedNumbers } from '../stats/quantile.ts';
import type { RunningService } from './launched-pair.ts';

export interface ServiceCall {
  readonly key: string;
  /** How much later than planned the service ended this call, in ms. */
  readonly lateMs: number;
}

const answerSchema = z.object({
  calls: z.array(z.object({ key: z.string(), lateMs: z.number() })),
});

/** Every call since it was last asked, of all services that report. */
export async function readLateness(
  services: readonly RunningService[],
): Promise<readonly ServiceCall[]> {
  const answers = services.map(async ({ service, url }) => {
    if (service.latenessPath === undefined) return [];
    const { body } = await request(`${url}${service.latenessPath}`);
    return answerSchema.parse(await body.json()).calls;
  });
  return (await Promise.all(answers)).flat();
}

/** P99 over calls, in ms; null without calls. */
export const lateP99Ms = (calls: readonly ServiceCall[]): number | null =>
  calls.length === 0 ? null : quantile(sortedNumbers(calls.map(({ lateMs }) => lateMs)), 0.99);
