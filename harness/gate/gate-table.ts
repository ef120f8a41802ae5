/** What a gate is judged by, as far as it was measured. */
import type { ArmResult } from '../record/arm-result.ts';
import type { MetricName } from '../record/metric.ts';
import type { Recording } from '../record/recording.ts';
import type { LaunchCounts, LaunchStalls, RunEvent } from '../run/events.ts';
import type { Limit } from './limit.ts';
import { type GateUnit, unitsOf } from './unit-values.ts';

export interface GateTable {
  readonly units: readonly GateUnit[];
  /** Units in which one server played both sides. */
  readonly controls: readonly GateUnit[];
  /** Of each launch that has ended. */
  readonly stalls: readonly LaunchStalls[];
  /** Of each launch whose operations were counted one by one. */
  readonly counts: readonly LaunchCounts[];
}

/** The table of a recording's only scenario. */
export function tabulate({ header, events }: Recording, limits: readonly Limit[]): GateTable {
  const [described] = header.scenarios;
  const metrics: readonly MetricName[] = [
    ...new Set(['response.p50' as const, ...limits.map(({ metric }) => metric)]),
  ];
  const table = (kind: 'arm' | 'control') =>
    described ? unitsOf(events.flatMap(armOf(kind)), described.load, metrics) : [];
  const launched = events.filter((event) => event.kind === 'launched');
  return {
    units: table('arm'),
    controls: table('control'),
    stalls: launched.map(({ stalls }) => stalls),
    counts: launched.flatMap(({ counts }) => counts ?? []),
  };
}

const armOf =
  (kind: 'arm' | 'control') =>
  (event: RunEvent): readonly ArmResult[] =>
    'arm' in event && event.kind === kind ? [event.arm] : [];

/** What was known when so many launches had ended. */
export const untilLaunch = (table: GateTable, launches: number): GateTable => ({
  units: table.units.filter(({ launch }) => launch < launches),
  controls: table.controls.filter(({ launch }) => launch < launches),
  stalls: table.stalls.slice(0, launches),
  counts: table.counts.slice(0, launches),
});
