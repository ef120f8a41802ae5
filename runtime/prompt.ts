/** What a step tells the model. A pure function of the request and of the results it needs. */
import type { AgentState, StepResult } from './agent-state.ts';
import type { StepRequest } from './run-request.ts';
import { cutText } from './text.ts';

/** How much of the context and of each needed result fits into a prompt, in characters. */
const contextCharacters = 8000;
const resultCharacters = 2000;

export function buildPrompt(
  state: AgentState,
  step: StepRequest,
  results: readonly StepResult[],
): string {
  const needed = results
    .filter((result) => step.dependsOn.includes(result.step))
    .map((result) => `Result of ${result.step}: ${cutText(result.text, resultCharacters)}`);
  return [
    `Goal: ${state.goal}`,
    `Context: ${cutText(state.context, contextCharacters)}`,
    ...needed,
    `Task: ${step.prompt}`,
  ].join('\n\n');
}
