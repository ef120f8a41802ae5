/** May an arm be judged by what the generator did? A meter that was late measured itself. */
import type { Counts, LoadResult } from '../record/arm-result.ts';
import { quantile } from '../stats/quantile.ts';

const sendLagFloorMs = 5;
const sendLagShare = 0.1;
const enoughForP99 = 100;
const utilizationLimit = 0.9;
const sentShare = 0.99;

/** Reasons in words, each with what to do; empty when nothing speaks against the arm. */
export function loadValidity(load: LoadResult): string[] {
  return [
    countFault(load),
    sentFault(load.counts),
    sendLagFault(load),
    utilizationFault(load),
  ].filter((fault) => fault !== null);
}

function countFault({ counts, operations }: LoadResult): string | null {
  const { planned, completed, errored, timedOut, dropped, unfinished } = counts;
  const ended = completed + errored + timedOut + dropped + unfinished;
  if (planned === ended && planned === operations.length) return null;
  return (
    `the counts do not add up: ${planned} operations were planned, ${ended} ended ` +
    `(${completed} completed, ${errored} errored, ${timedOut} timed out, ${dropped} dropped, ` +
    `${unfinished} unfinished), ${operations.length} were recorded: this is a fault of Tandem, report it`
  );
}

function sentFault({ planned, dropped }: Counts): string | null {
  const sent = planned - dropped;
  if (sent >= planned * sentShare) return null;
  return (
    `only ${sent} of ${planned} planned operations were sent, too many were in flight: ` +
    'the server does not keep up with this rate, lower it or plan an episode'
  );
}

function sendLagFault({ generator, operations }: LoadResult): string | null {
  const limitMs = Math.max(sendLagFloorMs, sendLagShare * medianResponseMs(operations));
  const few = operations.length < enoughForP99;
  const lateMs = few ? secondLargestLagMs(operations) : generator.sendLagP99Ms;
  if (lateMs <= limitMs) return null;
  return (
    `the generator sent operations ${lateMs.toFixed(1)} ms late at P99 ` +
    `(limit ${limitMs.toFixed(1)} ms): end other work on this machine, or lower the rate`
  );
}

/** Of few operations P99 is the largest: one late sending alone does not make an arm invalid. */
function secondLargestLagMs(operations: LoadResult['operations']): number {
  const lags = operations.map(({ sendLagUs }) => sendLagUs / 1000).sort((a, b) => b - a);
  return lags[1] ?? 0;
}

function utilizationFault({ generator, operations }: LoadResult): string | null {
  if (operations.length === 0 || generator.utilization <= utilizationLimit) return null;
  return (
    `the generator was busy ${Math.round(generator.utilization * 100)} % of the time ` +
    `(limit ${utilizationLimit * 100} %): lower the rate, or make the scenario's drive cheaper`
  );
}

function medianResponseMs(operations: LoadResult['operations']): number {
  const responsesMs = operations
    .filter(({ outcome }) => outcome !== 'dropped')
    .map(({ responseUs }) => responseUs / 1000)
    .sort((a, b) => a - b);
  return responsesMs.length === 0 ? 0 : quantile(responsesMs, 0.5);
}
