/** `csv/operations.csv`: every operation of a run, for whoever wants to compute something else. */
import type { Load } from '../config/scenario.ts';
import type { ArmResult } from '../record/arm-result.ts';
import type { Recording } from '../record/recording.ts';
import { type Cell, csv } from './csv.ts';

const header: readonly Cell[] = [
  ...['scenario', 'launch', 'unit', 'position', 'side', 'key'],
  ...['planned_us', 'send_lag_us', 'response_us', 'service_us', 'overhead_us'],
  ...['outcome', 'counted'],
];

/** A spreadsheet has 1,048,576 rows: beyond them, the rest is in `operations-2.csv` and so on. */
const mostRows = 2 ** 20 - 1;

/** Files by their path in the run folder; none where there is no operation. */
export function operationFiles(
  recording: Recording,
  rowsPerFile: number = mostRows,
): Readonly<Record<string, string>> {
  const loads = loadsOf(recording);
  const rows = recording.events.flatMap((event) =>
    event.kind === 'arm' ? rowsOf(event.arm, loads.get(event.arm.scenario)) : [],
  );
  const files: Record<string, string> = {};
  for (let from = 0; from < rows.length; from += rowsPerFile) {
    const number = from === 0 ? '' : `-${from / rowsPerFile + 1}`;
    files[`csv/operations${number}.csv`] = csv([header, ...rows.slice(from, from + rowsPerFile)]);
  }
  return files;
}

/** By scenario; the mixes of an attribution say theirs as they begin. */
function loadsOf({ header: { scenarios }, events }: Recording): ReadonlyMap<string, Load> {
  const said = events.flatMap((event): [string, Load][] =>
    event.kind === 'comparing' ? [[event.scenario, event.load]] : [],
  );
  return new Map([...said, ...scenarios.map(({ name, load }): [string, Load] => [name, load])]);
}

function rowsOf(arm: ArmResult, load: Load | undefined): readonly (readonly Cell[])[] {
  const { scenario, launch, unit, position, side, validity } = arm;
  const cutUs = load?.kind === 'open' ? load.cutMs * 1000 : 0;
  return arm.load.operations.map((operation) => [
    ...[scenario, launch, unit, position, side, operation.key],
    ...[operation.plannedUs, operation.sendLagUs, operation.responseUs, operation.serviceUs],
    operation.overheadUs,
    operation.outcome,
    // Latencies leave out the cut of an arm, and arms that are not valid.
    validity.state === 'valid' && operation.plannedUs >= cutUs,
  ]);
}
