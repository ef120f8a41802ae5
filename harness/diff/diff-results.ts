/** Two stored results laid beside each other: the candidate of the first, and the candidate of the second. */
import { usageError } from '../error.ts';
import type { DescribedScenario, Recording } from '../record/recording.ts';
import type { Run, RunScenario } from '../record/run.ts';
import { runSchemaName } from '../record/run.ts';
import { diffEvents } from './diff-events.ts';
import { diffScenario } from './diff-scenario.ts';
import { diffWarnings } from './diff-warnings.ts';
import { baselinesDiffer, pairScenarios, type ScenarioPair } from './scenario-pair.ts';
import { baselineOf, type StoredResult, subjectOf } from './stored-result.ts';

export interface AskedDiff {
  readonly id: string;
  readonly command: string;
}

/** Pure. Throws a usage error where the two have no scenario in common. */
export function diffResults(
  a: StoredResult,
  b: StoredResult,
  asked: AskedDiff,
): { readonly run: Run; readonly recording: Recording } {
  const pairs = pairScenarios(a, b);
  if (pairs.length === 0) throw usageError(nothingInCommon(a, b));
  const noCommonBaseline = baselinesDiffer(a, b);
  const run: Run = {
    schema: runSchemaName,
    ...asked,
    seed: [...new Set([a.run.seed, b.run.seed])].join(' | '),
    partial: a.run.partial || b.run.partial,
    quick: a.run.quick || b.run.quick,
    environment: (b.source.environment ?? a.source.environment) || b.run.environment,
    variants: variantsOf(a, b),
    scenarios: pairs.map((pair) => diffScenario(pair, noCommonBaseline)),
    diff: {
      baseline: a.source,
      candidate: b.source,
      commonBaseline: noCommonBaseline === null ? (baselineOf(b)?.name ?? null) : null,
    },
    warnings: diffWarnings(a, b),
  };
  return { run, recording: recordingOf(run, pairs) };
}

function nothingInCommon(a: StoredResult, b: StoredResult): string {
  const names = ({ run }: StoredResult) =>
    run.scenarios.map(({ name }) => name).join(', ') || 'none';
  return `${a.source.file} and ${b.source.file} have no scenario in common (${names(a)}; ${names(b)}): name two results of the same scenario.`;
}

/** Told from each other where both have the same name, as two versions of one server do. */
function variantsOf(a: StoredResult, b: StoredResult): Run['variants'] {
  const [first, second] = [subjectOf(a), subjectOf(b)];
  if (first.name !== second.name) return [first, second];
  const named = (variant: typeof first, { source }: StoredResult) => ({
    ...variant,
    name: `${variant.name} of ${source.id ?? source.file}`,
  });
  return [named(first, a), named(second, b)];
}

function recordingOf(run: Run, pairs: readonly ScenarioPair[]): Recording {
  const { id, command, seed, quick, environment, variants, diff } = run;
  const scenarios = run.scenarios.flatMap((scenario, index) => {
    const described = pairs[index] && describedOf(pairs[index], scenario);
    return described ? [described] : [];
  });
  return {
    header: {
      schema: 'tandem/recording@1',
      ...{ id, command, seed, quick, environment, variants, scenarios, diff },
    },
    events: pairs.flatMap(diffEvents),
  };
}

/** Of the second, which stands as the candidate; null where only its result is left. */
function describedOf({ b }: ScenarioPair, scenario: RunScenario): DescribedScenario | null {
  const own = b.result.recording?.header.scenarios.find(({ name }) => name === scenario.name);
  if (!own) return null;
  const { metricOfInterest, parameters, launches, units } = scenario;
  return { ...own, metricOfInterest, parameters, launches, units };
}
