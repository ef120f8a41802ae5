/**
 * Files for github-action-benchmark, which draws a page of trends and comments on what gets worse.
 * It knows one direction a file: `tool: customSmallerIsBetter` reads the one, `customBiggerIsBetter`
 * the other.
 */
import type { Better } from '../record/metric.ts';
import type { Run, Summary } from '../record/run.ts';
import { type CandidateValue, candidateValues } from './candidate-values.ts';

const folder = 'github-action-benchmark';

const fileOf: Readonly<Record<Exclude<Better, 'none'>, string>> = {
  lower: `${folder}/customSmallerIsBetter.json`,
  higher: `${folder}/customBiggerIsBetter.json`,
};

/** By path in the run folder; one without entries is left out, because the action refuses it. */
export function benchmarkActionFiles(run: Run): Readonly<Record<string, string>> {
  const values = candidateValues(run);
  const files: Record<string, string> = {};
  for (const better of ['lower', 'higher'] as const) {
    const entries = values.filter(({ measured }) => measured.better === better).map(entryOf);
    if (entries.length > 0) files[fileOf[better]] = `${JSON.stringify(entries, null, 2)}\n`;
  }
  return files;
}

/** The name is what the action knows it again by. */
const entryOf = (value: CandidateValue) => ({
  name: `${value.scenario}: ${value.metric}`,
  unit: value.measured.unit,
  value: sixDigits(value.candidate.value),
  ...rangeOf(value.candidate),
  extra: extraOf(value),
});

/** The action shows `± n` beside the value: the wider side, so that it covers the whole interval. */
function rangeOf({ value, lo, hi }: Summary): { range?: string } {
  const reach = Math.max(hi - value, value - lo);
  return reach > 0 && Number.isFinite(reach) ? { range: `± ${sixDigits(reach)}` } : {};
}

/** Shown when somebody points at the value. */
function extraOf({ measured: { baseline, ratio, verdict }, candidate }: CandidateValue): string {
  const { lo, hi, units, operations } = candidate;
  const judged = ratio ? ` ${sixDigits(ratio.value)} of the baseline,` : '';
  return [
    `${sixDigits(lo)} to ${sixDigits(hi)}, ${units} units, ${operations} values`,
    ...(baseline ? [`baseline: ${sixDigits(baseline.value)}`] : []),
    `verdict:${judged} ${verdict}`,
  ].join('\n');
}

/** It shows numbers as they come. */
const sixDigits = (value: number): number => Number(value.toPrecision(6));
