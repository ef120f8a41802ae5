/** The series of durations that one arm recorded, for the metrics that are quantiles of a series. */
import type { Load } from '../config/scenario.ts';
import type { ArmResult, OperationRecord } from '../record/arm-result.ts';
import type { Series } from '../record/metric.ts';

/** Milliseconds in the order they came; empty when the arm has none. */
export function armSeries(arm: ArmResult, load: Load, series: Series): readonly number[] {
  switch (series) {
    case 'response':
      return operationSeries(arm, load, (operation) => operation.responseUs);
    case 'service':
      return operationSeries(arm, load, (operation) => operation.serviceUs);
    case 'overhead':
      return overheadSeries(arm, load);
    case 'pool.wait':
      return arm.server?.databaseUnseen ? [] : (arm.server?.poolWaitsUs ?? []).map(toMs);
    default:
      return (arm.load.samples[series] ?? []).map(toMs);
  }
}

/** What it means that no arm has a value of a series. */
export const seriesMissing: Readonly<Record<Series, string>> = {
  response: 'no operation was planned after the cut',
  service: 'no operation was planned after the cut',
  overhead: 'the scenario plans no path to compare with',
  step: 'no operation reported a step',
  firstByte: 'no operation asked over HTTP',
  firstEvent: 'no operation reported a first event',
  'ws.delay': 'no WebSocket event with a time of its own arrived',
  'ws.reconnect': 'no subscriber had to come back',
  'screen.delay': 'nobody watched in a browser',
  'pool.wait': 'no database connection was asked for, or the probe could not see it',
};

/**
 * An operation that failed would have lasted longer than anybody waited: it counts as endless.
 * Leaving it out would make a side the faster the more it fails.
 */
function operationSeries(
  arm: ArmResult,
  load: Load,
  durationUs: (operation: OperationRecord) => number,
): readonly number[] {
  return counted(arm, load).map((operation) =>
    operation.outcome === 'completed' ? toMs(durationUs(operation)) : Infinity,
  );
}

function overheadSeries(arm: ArmResult, load: Load): readonly number[] {
  const planned = arm.load.operations.some(({ overheadUs }) => overheadUs !== null);
  return planned ? operationSeries(arm, load, ({ overheadUs }) => overheadUs ?? 0) : [];
}

/** The operations whose times count: those of the cut only bring the server to its usual state. */
function counted(arm: ArmResult, load: Load): readonly OperationRecord[] {
  if (load.kind === 'episode') return arm.load.operations;
  return arm.load.operations.filter(({ plannedUs }) => plannedUs >= load.cutMs * 1000);
}

const toMs = (us: number): number => us / 1000;
