/** The shapes of pipelines: which step needs the results of which. */

export interface DagStep {
  readonly name: string;
  readonly dependsOn: readonly string[];
  /** Metric rows it analyses. */
  readonly rows?: number;
}

export type Dag = readonly DagStep[];

const fanned = ['data', 'research', 'corpus', 'cost'];
const weighed = ['optimise', 'validate'];

/** The standard pipeline: 9 steps, at most 4 side by side, 5 deep; one reads 5,000 metric rows. */
export const std9: Dag = [
  { name: 'triage', dependsOn: [] },
  ...fanned.map((name) => ({
    name,
    dependsOn: ['triage'],
    ...(name === 'data' ? { rows: 5000 } : {}),
  })),
  ...weighed.map((name) => ({ name, dependsOn: fanned })),
  { name: 'actions', dependsOn: weighed },
  { name: 'report', dependsOn: ['actions'] },
];

/** One step, `width` that need only it, and one that needs all of those. */
export function fan(width: number): Dag {
  const branches = Array.from({ length: width }, (_, index) => `branch-${index + 1}`);
  return [
    { name: 'split', dependsOn: [] },
    ...branches.map((name) => ({ name, dependsOn: ['split'] })),
    { name: 'join', dependsOn: branches },
  ];
}

/** `length` steps, each of which needs the one before. */
export function chain(length: number): Dag {
  return Array.from({ length }, (_, index) => ({
    name: `step-${index + 1}`,
    dependsOn: index === 0 ? [] : [`step-${index}`],
  }));
}
