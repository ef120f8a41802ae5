/** `bencher.json`: the candidate's values with their intervals in the Bencher Metric Format. */
import type { Run, Summary } from '../record/run.ts';
import { candidateValues } from './candidate-values.ts';

/** Bencher takes 1,024 bytes for the name of a benchmark; a sign has up to four. */
const longestName = 250;

/** A benchmark is a scenario, a measure a metric with its unit, for which the format has no place. */
export function bencherJson(run: Run): string {
  const benchmarks = new Map<string, [string, object][]>();
  for (const { scenario, metric, measured, candidate } of candidateValues(run)) {
    const name = benchmarkName(scenario);
    const measures = benchmarks.get(name) ?? [];
    benchmarks.set(name, measures);
    measures.push([`${metric} (${measured.unit})`, metricOf(candidate)]);
  }
  const whole = Object.fromEntries(
    [...benchmarks].map(([name, measures]) => [name, Object.fromEntries(measures)]),
  );
  return `${JSON.stringify(whole, null, 2)}\n`;
}

/** Limits only where there are some. */
function metricOf({ value, lo, hi }: Summary): object {
  const limited = lo <= value && value <= hi && lo < hi;
  return limited ? { value, lower_value: lo, upper_value: hi } : { value };
}

/** It refuses an empty name, and outer spaces. */
const benchmarkName = (scenario: string): string =>
  Array.from(scenario.trim()).slice(0, longestName).join('').trim() || 'scenario';
