/** `csv/response-times.csv`: operations of each side, few enough for the page to carry them. */
import { csv } from '../exchange/csv.ts';
import type { ArmResult, OperationRecord } from '../record/arm-result.ts';

/** Of a scenario's side, and of a run. */
const mostOfSide = 2000;
const mostOfRun = 4000;

const header = ['scenario', 'side', 'launch', 'unit', 'planned_ms', 'response_ms', 'outcome'];

interface Row {
  readonly arm: ArmResult;
  readonly operation: OperationRecord;
}

/** Where there are more, every so many of them in the order of time; `stands_for` says how many. */
export function responseTimesCsv(arms: readonly ArmResult[]): string {
  const groups = groupsOf(arms);
  const most = Math.max(1, Math.min(mostOfSide, Math.floor(mostOfRun / groups.length)));
  const rows = groups.flatMap((group) => {
    const every = Math.ceil(group.length / most);
    return group.filter((_, index) => index % every === 0).map((row) => cellsOf(row, every));
  });
  return csv([[...header, 'stands_for'], ...rows]);
}

/** A scenario and side each; arms that are not valid are left out. */
function groupsOf(arms: readonly ArmResult[]): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const arm of arms.filter(({ validity }) => validity.state === 'valid')) {
    const key = `${arm.side} ${arm.scenario}`;
    const group = groups.get(key) ?? [];
    for (const operation of arm.load.operations) group.push({ arm, operation });
    groups.set(key, group);
  }
  return [...groups.values()];
}

const cellsOf = ({ arm, operation }: Row, every: number) => [
  ...[arm.scenario, arm.side, arm.launch, arm.unit],
  Math.round(operation.plannedUs / 1000),
  Number((operation.responseUs / 1000).toPrecision(4)),
  operation.outcome,
  every,
];
