/**
 * Finding 1. The mistake: steps are awaited one after another, so steps that do not need each other
 * wait for each other and a run takes the sum of its steps. It is the first loop anybody writes, and
 * right as long as every step needs the one before it.
 * In public: QwenLM/qwen-code#2000 (independent tool calls awaited in a `for...of`).
 */
import type { RunPipeline, StepOutcome } from '../runtime/concerns.ts';

/** Rejects when steps are left that wait for each other, or for a step that is not there. */
export const runPipeline: RunPipeline = async (steps, { execute, skip }) => {
  const outcomes = new Map<string, StepOutcome>();
  const left = [...steps];

  while (left.length > 0) {
    const step = left.find(({ dependsOn }) => dependsOn.every((name) => outcomes.has(name)));
    if (step === undefined) throw new Error(`steps that can never start: ${namesOf(left)}`);
    left.splice(left.indexOf(step), 1);

    if (step.dependsOn.every((name) => outcomes.get(name) === 'completed')) {
      outcomes.set(step.name, await execute(step));
    } else {
      await skip(step);
      outcomes.set(step.name, 'skipped');
    }
  }
  return outcomes;
};

function namesOf(steps: readonly { readonly name: string }[]): string {
  return steps.map((step) => step.name).join(', ');
}
