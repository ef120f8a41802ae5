/** What a report leaves for other tools, beside what it leaves for people. */
import type { Recording } from '../record/recording.ts';
import type { Run } from '../record/run.ts';
import { bencherJson } from './bencher.ts';
import { benchmarkActionFiles } from './benchmark-action.ts';
import { histogramFiles } from './histogram-files.ts';
import { metricsCsv } from './metrics-csv.ts';
import { operationFiles } from './operations-csv.ts';

/** By their path in the run folder. Pure: the same run gives the same bytes. */
export function exchangeFiles(run: Run, recording: Recording): Readonly<Record<string, string>> {
  const arms = recording.events.flatMap((event) => (event.kind === 'arm' ? [event.arm] : []));
  return {
    'csv/metrics.csv': metricsCsv(run),
    ...operationFiles(recording),
    ...benchmarkActionFiles(run),
    'bencher.json': bencherJson(run),
    ...histogramFiles(arms),
  };
}
