/**
 * Finding 1. Slow was: independent steps waited for each other; a run took the sum of its steps.
 * Changed: every step counts the dependencies it still waits for and starts when the last one ends.
 * There are no level barriers, so a slow sibling holds up only those that need it.
 * Costs: up to four steps of a run are in memory, and at the model, at once; steps end in any order,
 * so whatever merges their results must sort them.
 */
import type { RunPipeline, StepOutcome } from '../runtime/concerns.ts';
import type { StepRequest } from '../runtime/run-request.ts';

/** Of one run. Four is the width of the standard pipeline; more would be unfair to other runs. */
const maxAtOnce = 4;

/** Rejects when steps are left that wait for each other, or for a step that is not there. */
export const runPipeline: RunPipeline = async (steps, { execute, skip }) => {
  const outcomes = new Map<string, StepOutcome>();
  const waitsFor = new Map(steps.map((step) => [step, step.dependsOn.length]));
  const dependents = dependentsByName(steps);
  const ready = steps.filter((step) => step.dependsOn.length === 0);
  const running = new Set<Promise<void>>();

  const run = async (step: StepRequest): Promise<void> => {
    if (step.dependsOn.every((name) => outcomes.get(name) === 'completed')) {
      outcomes.set(step.name, await execute(step));
    } else {
      await skip(step);
      outcomes.set(step.name, 'skipped');
    }
    for (const dependent of dependents.get(step.name) ?? []) {
      const left = (waitsFor.get(dependent) ?? 0) - 1;
      waitsFor.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  };

  try {
    while (ready.length > 0 || running.size > 0) {
      for (const step of ready.splice(0, maxAtOnce - running.size)) {
        const ended: Promise<void> = run(step).finally(() => running.delete(ended));
        running.add(ended);
      }
      await Promise.race(running);
    }
  } finally {
    // After a fault nothing new starts, and no step goes on behind the caller's back.
    await Promise.allSettled(running);
  }

  const stuck = steps.filter((step) => !outcomes.has(step.name));
  if (stuck.length > 0) throw new Error(`steps that can never start: ${namesOf(stuck)}`);
  return outcomes;
};

/** A step that names a dependency twice is listed twice, just as it waits for it twice. */
function dependentsByName(steps: readonly StepRequest[]): Map<string, StepRequest[]> {
  const dependents = new Map<string, StepRequest[]>(steps.map((step) => [step.name, []]));
  for (const step of steps) {
    for (const name of step.dependsOn) dependents.get(name)?.push(step);
  }
  return dependents;
}

function namesOf(steps: readonly { readonly name: string }[]): string {
  return steps.map((step) => step.name).join(', ');
}
