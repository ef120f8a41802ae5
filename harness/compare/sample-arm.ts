/** Made-up arms, for the tests of this room. */
import type { Load } from '../config/scenario.ts';
import type {
  ArmResult,
  LoadResult,
  OperationRecord,
  Outcome,
  ServerReadings,
} from '../record/arm-result.ts';

export const pairs: Load = {
  kind: 'open',
  ratePerSecond: 10,
  armMs: 10_000,
  cutMs: 2000,
  unit: 'pair',
};

/** Completed 3 s after the start of the arm, that is after the cut, unless told otherwise. */
export const operation = (
  responseMs: number,
  change: Partial<OperationRecord> = {},
): OperationRecord => ({
  key: 'k',
  plannedUs: 3_000_000,
  sendLagUs: 0,
  responseUs: responseMs * 1000,
  serviceUs: responseMs * 900,
  outcome: 'completed',
  digest: '',
  overheadUs: null,
  ...change,
});

/** As many completed operations as are asked for, all equally long. */
export const operations = (count: number, responseMs: number): readonly OperationRecord[] =>
  Array.from({ length: count }, () => operation(responseMs));

export const idleServer: ServerReadings = {
  lags: [],
  windowMs: 10_000,
  activeMs: 1000,
  loopTurns: 500,
  cpuMs: 2000,
  rssMaxBytes: 100 * 2 ** 20,
  heapMaxBytes: 50 * 2 ** 20,
  gcPauseMs: 10,
  poolWaitsUs: [],
  collections: [],
  poolInUseMax: 0,
  poolWaitingMax: 0,
  connects: 0,
  statements: 0,
  rows: 0,
  databaseBytes: 0,
  wsMessages: 0,
  wsBytes: 0,
  wsBufferedMaxBytes: 0,
  httpRequests: 0,
  httpWaitMs: 0,
  timeline: [],
};

/** An arm of 10 s; the counts are those of its operations. */
export function sampleArm(
  place: Pick<ArmResult, 'side' | 'unit'>,
  records: readonly OperationRecord[],
  change: Partial<ArmResult> = {},
): ArmResult {
  return {
    scenario: 'sample',
    launch: 0,
    position: place.side === 'baseline' ? 0 : 1,
    seed: `seed/${place.unit}`,
    at: 0,
    load: sampleLoad(records),
    server: idleServer,
    databaseCpuMs: null,
    serviceLateP99Ms: null,
    helperCoreBusy: null,
    validity: { state: 'valid', reasons: [] },
    ...place,
    ...change,
  };
}

export function sampleLoad(
  records: readonly OperationRecord[],
  change: Partial<LoadResult> = {},
): LoadResult {
  const count = (outcome: Outcome) => records.filter((record) => record.outcome === outcome).length;
  return {
    startedUs: 0,
    endedUs: 10_500_000,
    counts: {
      planned: records.length,
      completed: count('completed'),
      errored: count('errored'),
      timedOut: count('timedOut'),
      dropped: count('dropped'),
      unfinished: count('unfinished'),
    },
    operations: records,
    samples: {},
    tallies: {},
    failures: [],
    generator: { sendLagP99Ms: 0, utilization: 0.1, cpuMs: 100 },
    ...change,
  };
}

/** Both arms of `count` units, made by the unit's number. */
export const sampleUnits = (
  count: number,
  make: (side: ArmResult['side'], unit: number) => ArmResult,
): readonly ArmResult[] =>
  Array.from({ length: count }, (_, unit) => [
    make('baseline', unit),
    make('candidate', unit),
  ]).flat();
