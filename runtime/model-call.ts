/** A step's model call with its retries, as the step sees it: one question, one answer. */
import type { ActiveRun } from './active-run.ts';
import type { ModelAnswer } from './model-client.ts';
import { maxRetries, retryDelayMs } from './model-retry.ts';
import type { StepRequest } from './run-request.ts';
import type { Services } from './services.ts';

/** A call with all its attempts, in milliseconds. Far beyond any planned call: it only ends leaks. */
const callDeadlineMs = 600_000;

/**
 * Calls the model until it answers or the schedule ends; a step that makes no model call is
 * answered with its own prompt. `onAttempt` hears the number of each attempt, from 1. Throws the
 * last `ModelFailure`.
 */
export async function callModel(
  services: Services,
  run: ActiveRun,
  step: StepRequest,
  call: { readonly prompt: string; readonly onAttempt: (attempt: number) => void },
): Promise<ModelAnswer> {
  const { callLog, concerns } = services;
  concerns.validation.runAgain(run.request, 'model');
  callLog.request(step.name, { prompt: call.prompt, tools: step.tools, dataset: step.dataset });
  const answer =
    step.model === false
      ? { text: step.prompt, promptTokens: 0, completionTokens: 0 }
      : await askUntilAnswered(services, run, step, call);
  callLog.response(step.name, answer);
  return answer;
}

function askUntilAnswered(
  { askModel, concerns, hub, metrics, retryBaseMs, tracing }: Services,
  { record, signal }: ActiveRun,
  step: StepRequest,
  call: { readonly prompt: string; readonly onAttempt: (attempt: number) => void },
): Promise<ModelAnswer> {
  const onText = (text: string) => hub.passing(record, { type: 'token', step: step.name, text });
  const ask = (attempt: number) => {
    call.onAttempt(attempt + 1);
    if (attempt > 0) metrics.modelRetried();
    const attributes = { 'gen_ai.operation.name': 'chat', 'step.name': step.name, attempt };
    return tracing.call('model.call', attributes, () =>
      askModel({ runId: record.id, step: step.name, attempt, prompt: call.prompt, signal, onText }),
    );
  };
  return concerns.retry(ask, {
    maxRetries,
    delayMs: (attempt, error) =>
      signal.aborted ? null : retryDelayMs(retryBaseMs, attempt, error),
    deadlineMs: performance.now() + callDeadlineMs,
    signal,
  });
}
