/** What anybody must know who looks at two results side by side: where they differ, and what is missing. */
import type { Environment } from '../record/run.ts';
import { inBoth, loadOf, pairScenarios, type ScenarioPair, unequal } from './scenario-pair.ts';
import { baselineOf, type StoredResult } from './stored-result.ts';

export const diffWarnings = (a: StoredResult, b: StoredResult): string[] => [
  ...sameRun(a, b),
  ...environments(a, b),
  ...baselines(a, b),
  ...scenariosOfOne(a, b),
  ...pairScenarios(a, b).flatMap(settings),
  ...ownWarnings('a', a),
  ...ownWarnings('b', b),
];

function sameRun(a: StoredResult, b: StoredResult): readonly string[] {
  const same = a.source.id !== null && a.source.id === b.source.id;
  return same ? ['a and b are the same run: their intervals are not independent.'] : [];
}

const fields: Readonly<Partial<Record<keyof Environment, string>>> = {
  node: 'Node',
  platform: 'system',
  cpu: 'CPU',
  cores: 'cores',
  memoryMiB: 'memory in MiB',
  pinning: 'placement',
  database: 'database',
  commit: 'commit',
  dirty: 'uncommitted changes',
};

function environments({ source: a }: StoredResult, { source: b }: StoredResult): readonly string[] {
  const [first, second] = [a.environment, b.environment];
  if (!first || !second) {
    const mixed =
      a.format === b.format
        ? []
        : [`One is of ${a.format}, the other of ${b.format}: they count and time differently.`];
    return [...mixed, 'Whether both were measured on the same machine is not known.'];
  }
  return (Object.entries(fields) as [keyof Environment, string][])
    .filter(([field]) => first[field] !== second[field])
    .map(([field, name]) => `The ${name} differs: ${inBoth(first[field], second[field])}.`);
}

/** The same command may stand for other code. */
function baselines(a: StoredResult, b: StoredResult): readonly string[] {
  const [first, second] = [baselineOf(a), baselineOf(b)];
  if (!first || !second || first.command !== second.command) return [];
  return first.commit === second.commit
    ? []
    : [
        `The commit of the baseline differs (${inBoth(first.commit, second.commit)}): ratios of ratios are right only if its code does not.`,
      ];
}

function scenariosOfOne(a: StoredResult, b: StoredResult): readonly string[] {
  const paired = pairScenarios(a, b).flatMap((pair) => [pair.a.scenario, pair.b.scenario]);
  const only = (run: string, { run: { scenarios } }: StoredResult) =>
    scenarios
      .filter((scenario) => !paired.includes(scenario))
      .map(({ name }) => `${name} is in ${run} only and left out.`);
  return [...only('a', a), ...only('b', b)];
}

function settings(pair: ScenarioPair): readonly string[] {
  const { a, b } = pair;
  const loads = [loadOf(a), loadOf(b)];
  const differences = [
    ...unequal(a.scenario.parameters, b.scenario.parameters),
    ...(loads[0] && loads[1] ? unequal(loads[0], loads[1]) : []),
  ];
  return differences.map((difference) => `${a.scenario.name}: ${difference}.`);
}

function ownWarnings(run: string, { run: { partial, quick, warnings } }: StoredResult) {
  return [
    ...(partial ? [`${run} is partial: not everything that was planned was measured.`] : []),
    ...(quick ? [`${run} is a quick look: it claims no verdict.`] : []),
    ...warnings.map((warning) => `${run}: ${warning}`),
  ];
}
