/** What the generator did in an arm or a level, as the rules of validity ask for it. */
import type { LoadResult, OperationRecord } from '../record/arm-result.ts';
import { quantile } from '../stats/quantile.ts';
import { Histogram } from './histogram.ts';
import type { PackedLevel } from './level.ts';
import { enoughForP99, lateMsIn, lateMsOf, sendLagFloorMs } from './send-lag.ts';

export interface Sending {
  readonly planned: number;
  readonly sent: number;
  /** From the start to the end of the drain: what the utilization is a share of. */
  readonly windowMs: number;
  readonly medianResponseMs: number;
  /** See `lateMsOf`. */
  readonly sendLagMs: number;
  /** Operations that were sent more than 5 ms after the plan was over. */
  readonly sentAfterPlan: number;
  /** Event-loop utilization, 0 to 1. */
  readonly utilization: number;
  /** CPU time of its process. */
  readonly cpuMs: number;
  /** What was sent in each second, made when it is asked for. */
  readonly seconds: () => readonly { readonly sent: number; readonly sendLagMs: number }[];
}

export function sendingOfArm(load: LoadResult): Sending {
  const { counts, operations, startedUs, endedUs, generator } = load;
  const sent = operations.filter(({ outcome }) => outcome !== 'dropped');
  const overUs = (operations.at(-1)?.plannedUs ?? 0) + sendLagFloorMs * 1000;
  return {
    planned: counts.planned,
    sent: counts.planned - counts.dropped,
    windowMs: (endedUs - startedUs) / 1000,
    medianResponseMs: medianResponseMs(sent),
    sendLagMs:
      operations.length < enoughForP99 ? lateMsOf(lagsMs(operations)) : generator.sendLagP99Ms,
    sentAfterPlan: sent.filter((operation) => sentUs(operation) > overUs).length,
    utilization: generator.utilization,
    cpuMs: generator.cpuMs,
    seconds: () => secondsOf(sent),
  };
}

export function sendingOfLevel(level: PackedLevel): Sending {
  const { counts, histograms, startedUs, endedUs, sentAfterPlan, seconds, generator } = level;
  return {
    planned: counts.planned,
    sent: counts.planned - counts.dropped,
    windowMs: (endedUs - startedUs) / 1000,
    medianResponseMs: unpacked(histograms['response']).percentileUs(0.5) / 1000,
    sendLagMs: lateMsIn(unpacked(histograms['sendLag'])),
    sentAfterPlan,
    utilization: generator.utilization,
    cpuMs: generator.cpuMs,
    seconds: () => seconds,
  };
}

const unpacked = (packed: string | undefined): Histogram =>
  packed === undefined ? new Histogram() : Histogram.fromCompressedBase64(packed);

const sentUs = ({ plannedUs, sendLagUs }: OperationRecord): number => plannedUs + sendLagUs;

const lagsMs = (operations: readonly OperationRecord[]): number[] =>
  operations.map(({ sendLagUs }) => sendLagUs / 1000);

function medianResponseMs(sent: readonly OperationRecord[]): number {
  const responsesMs = sent.map(({ responseUs }) => responseUs / 1000).sort((a, b) => a - b);
  return responsesMs.length === 0 ? 0 : quantile(responsesMs, 0.5);
}

function secondsOf(sent: readonly OperationRecord[]) {
  const bySecond = new Map<number, OperationRecord[]>();
  for (const operation of sent) {
    const second = Math.floor(sentUs(operation) / 1e6);
    const others = bySecond.get(second);
    if (others) others.push(operation);
    else bySecond.set(second, [operation]);
  }
  return [...bySecond.values()].map((second) => ({
    sent: second.length,
    sendLagMs: lateMsOf(lagsMs(second)),
  }));
}
