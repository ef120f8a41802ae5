/** What makes a list of steps a pipeline: every dependency is a step of it, and none goes in a circle. */

/** As much of a step as the order depends on. */
export interface OrderedStep {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

/** Why `steps` is not a pipeline, one sentence a fault; empty when it is one. */
export function pipelineFaults(steps: readonly OrderedStep[]): string[] {
  const names = new Set(steps.map((step) => step.name));
  const faults = [
    ...repeated(steps.map((step) => step.name)).map((name) => `step ${name} is there twice`),
    ...steps.flatMap((step) =>
      step.dependsOn
        .filter((name) => !names.has(name))
        .map((name) => `step ${step.name} depends on ${name}, which is not a step of this run`),
    ),
  ];
  if (faults.length > 0) return faults;
  const ordered = new Set(orderPipeline(steps));
  const stuck = steps.filter((step) => !ordered.has(step.name)).map((step) => step.name);
  return stuck.length > 0 ? [`steps ${stuck.join(', ')} wait for one another in a circle`] : [];
}

/**
 * Names of the steps, each after all it depends on and otherwise in the order of the request
 * (Kahn's algorithm, in rounds). Steps in or behind a circle are left out.
 */
export function orderPipeline(steps: readonly OrderedStep[]): string[] {
  const ordered = new Set<string>();
  let waiting = steps;
  for (;;) {
    const ready = waiting.filter((step) => step.dependsOn.every((name) => ordered.has(name)));
    if (ready.length === 0) return [...ordered];
    for (const step of ready) ordered.add(step.name);
    waiting = waiting.filter((step) => !ordered.has(step.name));
  }
}

function repeated(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
