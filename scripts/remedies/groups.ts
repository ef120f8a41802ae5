/**
 * The audit's own remedy for finding 1: `_identify_independent_steps`, then a `gather` for each
 * group, so that every group waits for the slowest step of the one before. Unlike ours it needs no
 * counting, and has no limit to how many steps run at once.
 */
import type { RunPipeline, StepOutcome } from '../../runtime/concerns.ts';
import type { StepRequest } from '../../runtime/run-request.ts';

/** Rejects when steps are left that wait for each other, or for a step that is not there. */
export const runPipeline: RunPipeline = async (steps, { execute, skip }) => {
  const outcomes = new Map<string, StepOutcome>();
  const run = async (step: StepRequest): Promise<[string, StepOutcome]> => {
    if (step.dependsOn.every((name) => outcomes.get(name) === 'completed')) {
      return [step.name, await execute(step)];
    }
    await skip(step);
    return [step.name, 'skipped'];
  };

  let left = steps;
  while (left.length > 0) {
    const group = left.filter(({ dependsOn }) => dependsOn.every((name) => outcomes.has(name)));
    if (group.length === 0) throw new Error(`steps that can never start: ${namesOf(left)}`);
    for (const [name, outcome] of await Promise.all(group.map(run))) outcomes.set(name, outcome);
    left = left.filter((step) => !outcomes.has(step.name));
  }
  return outcomes;
};

function namesOf(steps: readonly { readonly name: string }[]): string {
  return steps.map((step) => step.name).join(', ');
}
