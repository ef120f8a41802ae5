/** The table of a gate as a line of the study keeps it: in columns, to five digits. */
import type { GateTable } from '../../harness/gate/gate-table.ts';
import type { GateUnit, UnitValue } from '../../harness/gate/unit-values.ts';
import type { MetricName } from '../../harness/record/metric.ts';

/** `Infinity` has no JSON; null is a unit without a value. */
type Stored = number | 'Infinity' | null;
type Column = readonly [baseline: readonly Stored[], candidate: readonly Stored[]];

interface StoredUnits {
  readonly launches: readonly number[];
  readonly operations: Column;
  readonly values: Readonly<Record<string, Column>>;
  readonly early: Column;
  readonly late: Column;
}

export interface StoredTable {
  readonly units: StoredUnits;
  readonly controls: StoredUnits;
  readonly stalls: GateTable['stalls'];
  readonly counts: GateTable['counts'];
}

export const packTable = ({ units, controls, ...others }: GateTable): StoredTable => ({
  units: packUnits(units),
  controls: packUnits(controls),
  ...others,
});

export const unpackTable = ({ units, controls, ...others }: StoredTable): GateTable => ({
  units: unpackUnits(units),
  controls: unpackUnits(controls),
  ...others,
});

function packUnits(units: readonly GateUnit[]): StoredUnits {
  const names = [...new Set(units.flatMap(({ values }) => Object.keys(values) as MetricName[]))];
  const column = (value: (unit: GateUnit) => UnitValue): Column => [
    units.map((unit) => pack(value(unit)?.baseline)),
    units.map((unit) => pack(value(unit)?.candidate)),
  ];
  return {
    launches: units.map(({ launch }) => launch),
    operations: column(({ operations }) => operations),
    values: Object.fromEntries(
      names.map((name) => [name, column(({ values }) => values[name] ?? null)]),
    ),
    early: column(({ early }) => early),
    late: column(({ late }) => late),
  };
}

function unpackUnits({
  launches,
  operations,
  values,
  early,
  late,
}: StoredUnits): readonly GateUnit[] {
  return launches.map((launch, unit) => ({
    launch,
    operations: unpack(operations, unit) ?? { baseline: 0, candidate: 0 },
    values: Object.fromEntries(
      Object.entries(values).map(([name, column]) => [name, unpack(column, unit)]),
    ),
    early: unpack(early, unit),
    late: unpack(late, unit),
  }));
}

function pack(value: number | undefined): Stored {
  if (value === undefined) return null;
  return value === Infinity ? 'Infinity' : Number(value.toPrecision(5));
}

function unpack([baselines, candidates]: Column, unit: number): UnitValue {
  const [baseline, candidate] = [baselines[unit] ?? null, candidates[unit] ?? null];
  if (baseline === null || candidate === null) return null;
  return { baseline: Number(baseline), candidate: Number(candidate) };
}
