/** What another tool measured, in the form of a run: one side, no ratios, nothing judged. */
import { type MetricName, metric, metricNames } from '../record/metric.ts';
import { oneLine } from '../record/one-line.ts';
import type { DiffSource, Environment, Failure, Run, RunScenario, Summary } from '../record/run.ts';
import { runSchemaName } from '../record/run.ts';

export interface Imported {
  readonly format: Exclude<DiffSource['format'], 'tandem'>;
  /** What was measured, as far as the file says it. */
  readonly command: string;
  readonly startedAt: string | null;
  readonly seconds: number;
  readonly scenarios: readonly ImportedScenario[];
  readonly warnings: readonly string[];
}

export interface ImportedScenario {
  readonly name: string;
  readonly title: string;
  readonly metricOfInterest: MetricName;
  readonly parameters: RunScenario['parameters'];
  readonly operations: number;
  /** Of those operations: why they did not complete. */
  readonly failures: readonly Failure[];
  /** Of those, how many ran out of time. */
  readonly timedOut: number;
  /** Sent, and without an answer when it ended. */
  readonly unfinished: number;
  /** With its limits where the tool's own values allow some. What is undefined is left out. */
  readonly values: Readonly<Partial<Record<MetricName, ImportedValue | undefined>>>;
}

export type ImportedValue =
  | number
  | { readonly value: number; readonly lo: number; readonly hi: number };

/** `name` stands for the side, and is the file's. */
export function importedRun(imported: Imported, name: string): Run {
  return {
    schema: runSchemaName,
    id: name,
    command: imported.format,
    seed: 'unknown',
    partial: false,
    quick: false,
    environment: unknownEnvironment(imported),
    variants: [{ name, command: oneLine(imported.command), fixes: [], commit: null }],
    scenarios: imported.scenarios.map(scenarioOf),
    warnings: imported.warnings.map(oneLine),
  };
}

/** None of these tools writes down where it ran. */
const unknownEnvironment = ({ format, startedAt, seconds }: Imported): Environment => ({
  startedAt: startedAt ?? '',
  seconds: Math.round(seconds),
  node: 'unknown',
  platform: 'unknown',
  cpu: 'unknown',
  cores: 0,
  memoryMiB: 0,
  pinning: `${format} does not say where it ran`,
  database: null,
  commit: null,
  dirty: false,
});

const none = { planned: 0, completed: 0, errored: 0, timedOut: 0, dropped: 0, unfinished: 0 };

function scenarioOf(scenario: ImportedScenario): RunScenario {
  const { name, title, metricOfInterest, parameters, operations, unfinished, timedOut } = scenario;
  const failures = scenario.failures.filter(({ count }) => count > 0);
  const failed = failures.reduce((sum, { count }) => sum + count, 0);
  return {
    name: oneLine(name),
    title: oneLine(title),
    findings: [],
    metricOfInterest,
    validity: { state: 'valid', reasons: [] },
    load: {
      baseline: none,
      candidate: {
        ...none,
        planned: operations + unfinished,
        completed: Math.max(0, operations - failed),
        errored: failed - timedOut,
        timedOut,
        unfinished,
      },
    },
    failures: { baseline: [], candidate: failures },
    parameters,
    launches: 1,
    units: 1,
    warmUp: { ms: [], steady: null },
    sameWork: { compared: 0, differences: [] },
    noise: {},
    metrics: metricsOf(scenario),
  };
}

/** In the order of the catalogue. */
function metricsOf({ values, operations }: ImportedScenario): RunScenario['metrics'] {
  return Object.fromEntries(
    metricNames.flatMap((name) => {
      const value = values[name];
      if (value === undefined) return [];
      const { unit, better } = metric(name);
      const candidate = summaryOf(value, operations);
      const judged = { ratio: null, verdict: 'not judged', reason: 'one side only' } as const;
      return [[name, { unit, better, baseline: null, candidate, ...judged }]];
    }),
  );
}

const summaryOf = (value: ImportedValue, operations: number): Summary =>
  typeof value === 'number'
    ? { value, lo: value, hi: value, units: 1, operations }
    : { ...value, units: 1, operations };
