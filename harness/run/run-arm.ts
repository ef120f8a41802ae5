/** One arm: load on one side, what the probe, the database and the services saw meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Load, Scenario } from '../config/scenario.ts';
import { busiestCore, readCoreTimes } from '../launch/core-usage.ts';
import { loadValidity } from '../load/validity.ts';
import type { PlannedArm, Trial } from '../plan/trial.ts';
import type { ArmResult, LoadResult, ServerReadings } from '../record/arm-result.ts';
import type { LaunchedPair } from './launched-pair.ts';
import type { Rig } from './rig.ts';
import { lateP99Ms, readLateness, type ServiceCall } from './service-lateness.ts';

const helperCoreLimit = 0.8;
const latenessLimitMs = 20;

export interface ArmPlace {
  readonly launch: number;
  readonly unit: number;
  readonly position: number;
}

export async function runArm(
  pair: LaunchedPair,
  trial: Trial,
  arm: PlannedArm,
  place: ArmPlace,
  rig: Rig,
): Promise<ArmResult> {
  const { scenario } = trial.scenario;
  const at = Date.now();
  const coresBefore = readCoreTimes();
  const databaseCpuBefore = rig.postgres?.cpuMs() ?? null;
  const driven = await driveSide(pair, arm, trial.load);
  const busy = busiestCore(coresBefore, readCoreTimes(), rig.cores.measured ?? []);
  if (scenario.settleMs) await sleep(scenario.settleMs);
  const databaseCpuAfter = rig.postgres?.cpuMs() ?? null;
  const calls = await readLateness(pair.services);
  const planned = scenario.plannedPath && pair.services.length === scenario.services.length;
  const load = planned ? await pair.generator.overhead(driven, latenessOf(calls)) : driven;
  const late = lateP99Ms(calls);
  const usesDatabase = scenario.database && databaseCpuBefore !== null && databaseCpuAfter !== null;
  const cutOff = rig.signal.aborted ? ['it was interrupted'] : [];
  const reasons = [
    ...cutOff,
    ...loadFaults(trial, load),
    ...helperFaults(scenario, rig.cores.helpers ? busy : null, late),
  ];
  return {
    scenario: scenario.name,
    ...place,
    side: arm.side,
    seed: arm.seed,
    at,
    load,
    server: await readServer(pair, arm, load, scenario.settleMs ?? 0),
    databaseCpuMs: usesDatabase ? databaseCpuAfter - databaseCpuBefore : null,
    serviceLateP99Ms: late,
    helperCoreBusy: busy,
    validity: { state: reasons.length === 0 ? 'valid' : 'invalid', reasons },
  };
}

/** A late generator spoils times, and a leak check judges none. */
const loadFaults = ({ soak }: Trial, load: LoadResult): readonly string[] =>
  soak === null ? loadValidity(load) : [];

async function readServer(
  pair: LaunchedPair,
  arm: PlannedArm,
  load: LoadResult,
  settleMs: number,
): Promise<ServerReadings | null> {
  const { probe } = pair.sides[arm.server];
  return (await probe?.window(load.startedUs, load.endedUs + settleMs * 1000)) ?? null;
}

/** Loads one side; used for the warm-up too, whose result nobody keeps. */
export function driveSide(pair: LaunchedPair, arm: PlannedArm, load: Load): Promise<LoadResult> {
  const { server, databaseUrl } = pair.sides[arm.server];
  return pair.generator.arm({
    seed: arm.seed,
    label: arm.label,
    load,
    target: { url: server.url, databaseUrl },
  });
}

const latenessOf = (calls: readonly ServiceCall[]): Readonly<Record<string, number>> =>
  Object.fromEntries(calls.map(({ key, lateMs }) => [key, lateMs]));

/** Clients that take part in what they measure keep the helpers busy: that is why nothing is judged. */
function helperFaults(
  { unjudged }: Scenario,
  busy: number | null,
  lateMs: number | null,
): string[] {
  if (unjudged !== undefined) return [];
  const faults: string[] = [];
  if (busy !== null && busy > helperCoreLimit) {
    faults.push(
      `a core that the servers do not run on was ${Math.round(busy * 100)} % busy (limit 80 %): end other work on this machine, or lower the rate`,
    );
  }
  if (lateMs !== null && lateMs > latenessLimitMs) {
    faults.push(
      `the services were ${lateMs.toFixed(1)} ms late at P99 (limit ${latenessLimitMs} ms): the machine was too busy`,
    );
  }
  return faults;
}
