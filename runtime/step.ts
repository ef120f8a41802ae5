/** One step of a run: hand-over, prompt, model call, tools, analysis, merge. */

import type { ActiveRun } from './active-run.ts';
import { agentStateSchema, type StepResult, type ToolResult } from './agent-state.ts';
import type { StepOutcome, StepRow } from './concerns.ts';
import { loadDataset } from './dataset.ts';
import { callModel } from './model-call.ts';
import { ModelFailure } from './model-retry.ts';
import { buildPrompt } from './prompt.ts';
import { type CriticalEvent, maxMessageBytes } from './run-event.ts';
import type { StepRequest, ToolRequest } from './run-request.ts';
import type { Services } from './services.ts';
import { cutText } from './text.ts';
import { callTool } from './tool.ts';

/** Leaves room in a message for what goes with the result. */
const maxResultBytes = maxMessageBytes - 1024;

/** What a merge may change: everything but what the request fixed. */
const mergedFields = Object.keys(agentStateSchema.shape).filter(
  (name) => !['goal', 'context', 'mode', 'plan'].includes(name),
);

/** As OpenTelemetry's semantic conventions for generative AI name it. */
const executeTool = { 'gen_ai.operation.name': 'execute_tool' };

/** Never throws: whatever goes wrong is the step's outcome. */
export async function executeStep(
  services: Services,
  run: ActiveRun,
  step: StepRequest,
): Promise<StepOutcome> {
  const startedMs = performance.now();
  const execution = new StepExecution(services, run, step);
  const attributes = { 'run.id': run.record.id, 'step.name': step.name };
  const outcome = await services.tracing
    .span('step', attributes, () => execution.complete())
    .catch((error: unknown) => execution.fail(error));
  const ms = performance.now() - startedMs;
  services.metrics.stepEnded(outcome, ms);
  await services.monitor
    .record({ name: step.name, runId: run.record.id, ms, ok: outcome === 'completed' })
    .catch((error: unknown) => services.logger.error(error, 'a measurement was lost'));
  return outcome;
}

/** A step that one of those it depends on did not complete for. Never throws. */
export function skipStep(services: Services, run: ActiveRun, step: StepRequest): Promise<void> {
  return new StepExecution(services, run, step).skip();
}

class StepExecution {
  readonly #services: Services;
  readonly #run: ActiveRun;
  readonly #step: StepRequest;
  readonly #position: number;
  #attempts = 0;

  constructor(services: Services, run: ActiveRun, step: StepRequest) {
    this.#services = services;
    this.#run = run;
    this.#step = step;
    this.#position = run.request.steps.findIndex(({ name }) => name === step.name);
  }

  async complete(): Promise<'completed'> {
    const { record, persister, request } = this.#run;
    const { concerns, hub } = this.#services;
    concerns.validation.runAgain(request, 'step');
    const given = concerns.snapshot.handOver(record.state.read());
    await persister.step(this.#row('running', null), given);
    this.#critical({ type: 'step.started', step: this.#step.name });
    const prompt = buildPrompt(given, this.#step, record.state.field('results'));
    const result = await this.#work(prompt);
    const text = JSON.stringify(result);
    record.state.merge(result);
    const completed = record.state.field('completedSteps');
    const changed = { step: this.#step.name, fields: mergedFields, completed };
    hub.passing(record, { type: 'state.changed', ...changed });
    this.#critical({
      type: 'step.completed',
      step: this.#step.name,
      result: eventResult(result, text),
    });
    await persister.step(this.#row('completed', text), record.state.read());
    return 'completed';
  }

  async fail(error: unknown): Promise<'failed'> {
    const reason = this.#explain(error);
    this.#run.failures.set(this.#step.name, reason);
    this.#critical({ type: 'step.failed', step: this.#step.name, reason });
    await this.#storeOrLog(this.#row('failed', null));
    return 'failed';
  }

  async skip(): Promise<void> {
    await this.#storeOrLog(this.#row('skipped', null));
  }

  /** Keys in the order of `stepResultSchema`: a state that was parsed and one that was not are equal text. */
  async #work(prompt: string): Promise<StepResult> {
    const step = this.#step;
    const { dataset } = step;
    const answer = await callModel(this.#services, this.#run, step, {
      prompt,
      onAttempt: (attempt) => {
        this.#attempts = attempt;
      },
    });
    const tools = await this.#callTools();
    const { offload, tracing } = this.#services;
    return {
      step: step.name,
      position: this.#position,
      text: answer.text,
      attempts: Math.max(1, this.#attempts),
      promptTokens: answer.promptTokens,
      completionTokens: answer.completionTokens,
      tools,
      analysis: dataset
        ? await tracing.span('analysis', {}, () => offload.analyze(loadDataset(dataset)))
        : null,
    };
  }

  /** All at once; told in the order of the request, so that equal runs tell the same story. */
  async #callTools(): Promise<ToolResult[]> {
    const step = this.#step;
    const { tracing } = this.#services;
    const call = (tool: ToolRequest) =>
      tracing.call('tool.call', { ...executeTool, 'gen_ai.tool.name': tool.name }, () =>
        callTool(step, tool, this.#run.signal),
      );
    const results = await Promise.all(step.tools.map(call));
    for (const { tool } of results) {
      this.#critical({ type: 'tool.completed', step: step.name, tool });
    }
    return results;
  }

  #critical(event: CriticalEvent): void {
    this.#services.hub.critical(this.#run.record, event);
  }

  #row(status: StepRow['status'], result: string | null): StepRow {
    const attempts = status === 'completed' ? Math.max(1, this.#attempts) : this.#attempts;
    return { step: this.#step.name, position: this.#position, status, attempts, result };
  }

  /** The end of the run is stored on its own: a lost row in between is not the step's failure. */
  async #storeOrLog(row: StepRow): Promise<void> {
    try {
      await this.#run.persister.step(row, this.#run.record.state.read());
    } catch (error) {
      this.#services.logger.error(error, 'a step row could not be stored');
    }
  }

  #explain(error: unknown): string {
    if (this.#run.signal.aborted) return 'the server is stopping';
    if (error instanceof ModelFailure) return error.message;
    this.#services.logger.error(error, `step ${this.#step.name} failed`);
    return 'internal error';
  }
}

/**
 * The result as an event carries it: above the limit without records and with its text cut; the
 * state has all of it. Decided by the result alone, so that every variant sends the same.
 */
function eventResult(result: StepResult, json: string): StepResult {
  if (Buffer.byteLength(json) <= maxResultBytes) return result;
  return { ...result, text: cutText(result.text, 2000), tools: [] };
}
