/**
 * One run with nothing but what it cannot do without: the streams of its model calls, the waits for
 * its tools, and the final state that is saved. What is asked of the model, and what comes of it, is
 * made by the runtime's own functions, so that the same run leaves the same state.
 */
import { optimized } from '../../optimized/index.ts';
import { initialState, mergeStepResult, type StepResult } from '../../runtime/agent-state.ts';
import { loadDataset } from '../../runtime/dataset.ts';
import type { AskModel, ModelAnswer } from '../../runtime/model-client.ts';
import { maxRetries, retryDelayMs } from '../../runtime/model-retry.ts';
import { buildPrompt } from '../../runtime/prompt.ts';
import type { CriticalEvent } from '../../runtime/run-event.ts';
import type { RunRequest, StepRequest } from '../../runtime/run-request.ts';
import { callTool } from '../../runtime/tool.ts';
import type { FinalState } from './save-run.ts';

export interface FloorServices {
  readonly askModel: AskModel;
  readonly retryBaseMs: number;
  /** Hears of what happens: called for runs that somebody watches, undefined for others. */
  readonly tell: ((event: CriticalEvent) => void) | undefined;
}

/** The final state, not saved yet. Rejects when a step fails: the standard workload has none that does. */
export async function carryOut(request: RunRequest, services: FloorServices): Promise<FinalState> {
  const run = new FloorRun(request, services);
  await optimized.runPipeline(request.steps, {
    execute: (step) => run.execute(step),
    skip: async () => undefined,
  });
  return run.final();
}

class FloorRun {
  readonly #request: RunRequest;
  readonly #services: FloorServices;
  readonly #signal = new AbortController().signal;
  /** By position. Those that are still to come are holes, which `filter` and `reduce` pass over. */
  readonly #results: StepResult[] = [];

  constructor(request: RunRequest, services: FloorServices) {
    this.#request = request;
    this.#services = services;
  }

  async execute(step: StepRequest): Promise<'completed'> {
    const { tell } = this.#services;
    tell?.({ type: 'step.started', step: step.name });
    const result = await this.#resultOf(step);
    this.#results[result.position] = result;
    for (const { tool } of tell ? result.tools : []) {
      tell?.({ type: 'tool.completed', step: step.name, tool });
    }
    tell?.({ type: 'step.completed', step: step.name, result });
    return 'completed';
  }

  final(): FinalState {
    const state = this.#results.reduce(mergeStepResult, initialState(this.#request));
    return { text: JSON.stringify(state), results: this.#results };
  }

  async #resultOf(step: StepRequest): Promise<StepResult> {
    const { dataset } = step;
    const { attempts, answer } = await this.#ask(step);
    return {
      step: step.name,
      position: this.#request.steps.indexOf(step),
      text: answer.text,
      attempts,
      promptTokens: answer.promptTokens,
      completionTokens: answer.completionTokens,
      tools: await Promise.all(step.tools.map((tool) => callTool(step, tool, this.#signal))),
      analysis: dataset ? optimized.analysis.analyze(loadDataset(dataset)) : null,
    };
  }

  async #ask(step: StepRequest): Promise<{ attempts: number; answer: ModelAnswer }> {
    const { askModel, retryBaseMs } = this.#services;
    const prompt = buildPrompt(initialState(this.#request), step, this.#results);
    const call = { runId: this.#request.id, step: step.name, prompt, onText: () => undefined };
    let attempts = 0;
    const answer = await optimized.retry(
      (attempt) => {
        attempts = attempt + 1;
        return askModel({ ...call, attempt, signal: this.#signal });
      },
      {
        maxRetries,
        delayMs: (attempt, error) => retryDelayMs(retryBaseMs, attempt, error),
        deadlineMs: Number.POSITIVE_INFINITY,
        signal: this.#signal,
      },
    );
    return { attempts, answer };
  }
}
