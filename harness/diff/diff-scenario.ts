/** Two scenarios of one name, measured apart, as one scenario with two sides. */
import { type MetricName, metricNames } from '../record/metric.ts';
import type { MeasuredMetric, RunScenario } from '../record/run.ts';
import { diffMetric } from './diff-metric.ts';
import { exactPair } from './exact-pair.ts';
import { inBoth, type ScenarioPair, workDiffers } from './scenario-pair.ts';

/** `noCommonBaseline`: why the runs have none, in words, or null. */
export function diffScenario(pair: ScenarioPair, noCommonBaseline: string | null): RunScenario {
  const { scenario: a } = pair.a;
  const { scenario: b } = pair.b;
  const unjudged = b.unjudged ?? a.unjudged;
  return {
    name: either(a.name, b.name),
    title: sentence(either(a.title, b.title)),
    findings: b.findings,
    metricOfInterest: interestOf(a, b),
    ...remarkOf(pair, noCommonBaseline),
    ...(unjudged === undefined ? {} : { unjudged }),
    validity: validityOf(a, b),
    load: { baseline: a.load.candidate, candidate: b.load.candidate },
    failures: { baseline: a.failures.candidate, candidate: b.failures.candidate },
    parameters: bothParameters(a.parameters, b.parameters),
    launches: Math.min(a.launches, b.launches),
    units: Math.min(a.units, b.units),
    warmUp: {
      ms: [...a.warmUp.ms, ...b.warmUp.ms],
      steady:
        a.warmUp.steady === null || b.warmUp.steady === null
          ? null
          : a.warmUp.steady + b.warmUp.steady,
    },
    sameWork: { compared: 0, differences: [] },
    noise: largerNoise(a.noise, b.noise),
    metrics: metricsOf(pair, noCommonBaseline),
    ...soakOf(a, b),
  };
}

/** A remark may follow. */
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

const either = (a: string, b: string): string => (a === b ? a : `${a} | ${b}`);

/** The second one's, if both have it; else the first that both have. */
function interestOf(a: RunScenario, b: RunScenario): MetricName {
  const common = commonMetrics(a, b);
  const wanted = [b.metricOfInterest, a.metricOfInterest, 'service.p95', 'service.p50'] as const;
  return wanted.find((name) => common.includes(name)) ?? common[0] ?? b.metricOfInterest;
}

/** In the order of the catalogue. */
const commonMetrics = (a: RunScenario, b: RunScenario): readonly MetricName[] =>
  metricNames.filter((name) => a.metrics[name] && b.metrics[name]);

const ratiosExplained =
  'A ratio here is that of b to the common baseline, divided by that of a to it: not the quotient of the two values beside it.';

function remarkOf({ b }: ScenarioPair, noCommonBaseline: string | null): { remark?: string } {
  const { remark = '' } = b.scenario;
  const words = noCommonBaseline === null ? `${remark} ${ratiosExplained}`.trim() : remark;
  return words === '' ? {} : { remark: words };
}

function validityOf(a: RunScenario, b: RunScenario): RunScenario['validity'] {
  const reasons = [
    ...a.validity.reasons.map((reason) => `a: ${reason}`),
    ...b.validity.reasons.map((reason) => `b: ${reason}`),
  ];
  const invalid = [a, b].some(({ validity }) => validity.state === 'invalid');
  return { state: invalid ? 'invalid' : 'valid', reasons };
}

/** What differs is said of both. */
function bothParameters(
  a: RunScenario['parameters'],
  b: RunScenario['parameters'],
): RunScenario['parameters'] {
  const [first, second] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return Object.fromEntries(
    [...new Set([...first.keys(), ...second.keys()])].map((name) => {
      const [one, other] = [first.get(name), second.get(name)];
      return [name, one === other && one !== undefined ? one : inBoth(one, other)];
    }),
  );
}

/** A factor below 1 differs as much as its inverse. */
function largerNoise(a: RunScenario['noise'], b: RunScenario['noise']): RunScenario['noise'] {
  const far = (factor: number) => Math.abs(Math.log(factor));
  return Object.fromEntries(
    Object.entries(a).flatMap(([name, one]) => {
      const other = b[name];
      if (other === undefined) return [];
      return [[name, far(one) > far(other) ? one : other]];
    }),
  );
}

function metricsOf(pair: ScenarioPair, noCommonBaseline: string | null): RunScenario['metrics'] {
  const work = workDiffers(pair);
  const notHeldAgainst =
    noCommonBaseline ?? (work === null ? null : `not the same was asked (${work})`);
  return Object.fromEntries(
    commonMetrics(pair.a.scenario, pair.b.scenario).map((name) => {
      const exact = work === null ? exactPair(pair, name) : null;
      const [a, b] = [pair.a.scenario.metrics[name], pair.b.scenario.metrics[name]];
      if (!a || !b) throw new Error(`${name} is a metric of both`);
      return [name, diffMetric(a, b, { noCommonBaseline: notHeldAgainst, exact })];
    }),
  ) satisfies Partial<Record<MetricName, MeasuredMetric>>;
}

function soakOf(
  { soak: a }: RunScenario,
  { soak: b }: RunScenario,
): { soak?: RunScenario['soak'] } {
  if (!a || !b) return {};
  const seconds = Math.min(a.seconds, b.seconds);
  return { soak: { seconds, baseline: a.candidate, candidate: b.candidate } };
}
