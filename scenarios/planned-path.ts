/**
 * The planned path: the shortest time in which a run can end, given the delays planned for its
 * model calls, its retries and its tools. What a run takes beyond it is the runtime's overhead.
 */
import type { RunRequest, StepRequest } from '../runtime/run-request.ts';
import { type ModelSettings, planCall, plannedMs } from './model/call-plan.ts';
import { callKeyOf } from './run-identity.ts';

/** How the runtime was told to wait. Both variants wait alike; only the way differs. */
export interface RetryDelays {
  /** RETRY_BASE_MS: doubled after each attempt. */
  readonly baseMs: number;
  /** MODEL_IDLE_TIMEOUT_MS: how long a call may be silent. */
  readonly idleTimeoutMs: number;
}

/** No wait before an attempt is longer. */
const longestDelayMs = 8000;

/** Milliseconds a call was late by its own fault; 0 when unknown. */
export type LateMs = (callKey: string) => number;

/** The wait after attempt `attempt` (from 0) failed: at least what the endpoint asked for. */
export const retryDelayMs = (baseMs: number, attempt: number, retryAfterMs: number): number =>
  Math.min(longestDelayMs, Math.max(retryAfterMs, baseMs * 2 ** attempt));

export interface PlannedDelays {
  readonly model: ModelSettings;
  readonly retry: RetryDelays;
}

/** In ms, of a request whose id is its run key. */
export function plannedPathMs(
  request: Pick<RunRequest, 'id' | 'steps'>,
  delays: PlannedDelays,
  lateMs: LateMs,
): number {
  const stepMs = (step: StepRequest): number => {
    const tools = step.tools.map((tool) => tool.latencyMs);
    const model = step.model === false ? 0 : modelMs(request.id, step.name, delays, lateMs);
    return model + Math.max(0, ...tools);
  };
  return longestPath(request.steps, stepMs);
}

/** All attempts of a step's model call, with the waits between them. */
function modelMs(
  runKey: string,
  step: string,
  { model, retry }: PlannedDelays,
  lateMs: LateMs,
): number {
  let ms = 0;
  for (let attempt = 0; ; attempt++) {
    const plan = planCall({ ...model, runKey, step, attempt });
    ms += (plannedMs(plan) ?? retry.idleTimeoutMs) + lateMs(callKeyOf(runKey, step, attempt));
    if (plan.kind === 'ok') return ms;
    const retryAfterMs = plan.kind === 'rateLimited' ? plan.retryAfterMs : 0;
    ms += retryDelayMs(retry.baseMs, attempt, retryAfterMs);
  }
}

/** The longest way through a DAG whose nodes take `stepMs`, in any order of the steps. */
export function longestPath(
  steps: readonly StepRequest[],
  stepMs: (step: StepRequest) => number,
): number {
  const byName = new Map(steps.map((step) => [step.name, step]));
  const endMs = new Map<string, number>();
  const endOf = (name: string): number => {
    const known = endMs.get(name);
    const step = byName.get(name);
    if (known !== undefined || step === undefined) return known ?? 0;
    const end = Math.max(0, ...step.dependsOn.map(endOf)) + stepMs(step);
    endMs.set(name, end);
    return end;
  };
  return Math.max(0, ...steps.map((step) => endOf(step.name)));
}
