/** `csv/metrics.csv`: everything that a run says of its metrics, a row a scenario and metric. */
import type { Run, RunScenario, Summary } from '../record/run.ts';
import { type Cell, csv } from './csv.ts';

const ofSide = (side: string): readonly string[] =>
  [side, `${side}_lo`, `${side}_hi`, `${side}_units`, `${side}_operations`] as const;

const header: readonly Cell[] = [
  ...['scenario', 'metric', 'unit', 'better'],
  ...ofSide('baseline'),
  ...ofSide('candidate'),
  ...['ratio', 'ratio_lo', 'ratio_hi', 'ratio_confidence', 'verdict', 'reason'],
];

export const metricsCsv = ({ scenarios }: Run): string =>
  csv([header, ...scenarios.flatMap(rowsOf)]);

const rowsOf = ({ name, metrics }: RunScenario): readonly (readonly Cell[])[] =>
  Object.entries(metrics).map(
    ([metric, { unit, better, baseline, candidate, ratio, verdict, reason }]) => [
      ...[name, metric, unit, better],
      ...cellsOf(baseline),
      ...cellsOf(candidate),
      ...[ratio?.value, ratio?.lo, ratio?.hi, ratio?.confidence, verdict, reason],
    ],
  );

const cellsOf = (side: Summary | null): readonly Cell[] => [
  side?.value,
  side?.lo,
  side?.hi,
  side?.units,
  side?.operations,
];
