/**
 * May an arm or a level be judged by what the generator did? A meter that was late measured itself.
 * Each reason says what to do, and up to which rate it would have been valid.
 */
import type { Counts, LoadResult } from '../record/arm-result.ts';
import type { PackedLevel } from './level.ts';
import { judgedQuantile, sendLagFloorMs } from './send-lag.ts';
import { type Sending, sendingOfArm, sendingOfLevel } from './sending.ts';

const sendLagShare = 0.1;
const utilizationLimit = 0.9;
const sentShare = 0.99;
/** A loop that was busy for so much longer than its process had a core was waiting for one. */
const ownCoreShare = 0.75;

/** Reasons in words; empty when nothing speaks against the arm. */
export function loadValidity(load: LoadResult): string[] {
  const { counts, operations } = load;
  return [
    countFault(counts, operations.length),
    droppedFault(counts),
    generatorFault(sendingOfArm(load)),
  ].filter((fault) => fault !== null);
}

/**
 * Reasons in words; empty when the level may be judged. That too many operations were in flight is
 * none of them: the server did not keep up, and that is what a level is judged for.
 */
export function levelValidity(level: PackedLevel): string[] {
  const { counts } = level;
  return [countFault(counts, counts.planned), generatorFault(sendingOfLevel(level))].filter(
    (fault) => fault !== null,
  );
}

function countFault(counts: Counts, recorded: number): string | null {
  const { planned, completed, errored, timedOut, dropped, unfinished } = counts;
  const ended = completed + errored + timedOut + dropped + unfinished;
  if (planned === ended && planned === recorded) return null;
  return (
    `the counts do not add up: ${planned} operations were planned, ${ended} ended ` +
    `(${completed} completed, ${errored} errored, ${timedOut} timed out, ${dropped} dropped, ` +
    `${unfinished} unfinished), ${recorded} were recorded: this is a fault of Tandem, report it`
  );
}

function droppedFault({ planned, dropped }: Counts): string | null {
  const sent = planned - dropped;
  if (sent >= planned * sentShare) return null;
  return (
    `only ${sent} of ${planned} planned operations were sent, too many were in flight: ` +
    'the server does not keep up with this rate, lower it or plan an episode'
  );
}

/** Nothing is said of a generator that had nothing to do. */
function generatorFault(sending: Sending): string | null {
  if (sending.planned === 0) return null;
  const busy = busyWords(sending);
  const faults = [busy, lagWords(sending), behindWords(sending)].filter((words) => words !== null);
  if (faults.length === 0) return null;
  const advice =
    busy !== null && hadItsCore(sending) ? cheaperAdvice(sending) : calmerAdvice(sending);
  return `the generator ${faults.join(' and ')}: ${advice}`;
}

function busyWords({ utilization }: Sending): string | null {
  if (utilization <= utilizationLimit) return null;
  return `was busy ${Math.round(utilization * 100)} % of the time (limit ${utilizationLimit * 100} %)`;
}

const hadItsCore = ({ cpuMs, windowMs, utilization }: Sending): boolean =>
  cpuMs >= windowMs * utilization * ownCoreShare;

/** 5 ms, or a tenth of the median response where that is more. */
const sendLagLimitMs = ({ medianResponseMs }: Sending): number =>
  Math.max(sendLagFloorMs, sendLagShare * medianResponseMs);

function lagWords(sending: Sending): string | null {
  const limitMs = sendLagLimitMs(sending);
  if (sending.sendLagMs <= limitMs) return null;
  return `sent operations ${sending.sendLagMs.toFixed(1)} ms late at P${100 * judgedQuantile(sending.sent)} (limit ${limitMs.toFixed(1)} ms)`;
}

/** The rate it achieved: below 99 % of the planned one, and by more than one operation. */
function behindWords({ planned, sent, sentAfterPlan }: Sending): string | null {
  if (sentAfterPlan <= Math.max(1, sent * (1 - sentShare))) return null;
  return `had ${sentAfterPlan} of ${planned} operations still to send when the last was due`;
}

/** Its own cost is the cause: the rate at which it would have been as busy as it may be. */
function cheaperAdvice({ sent, windowMs, utilization }: Sending): string {
  const costMs = (windowMs * utilization) / sent;
  const mostPerSecond = (utilizationLimit / costMs) * 1000;
  return (
    "lower the rate, or make the scenario's drive cheaper; at this cost of " +
    `${rounded(costMs * 1000)} us an operation, at most about ${rounded(mostPerSecond)} a second`
  );
}

/** Something else kept it waiting: the largest rate of its seconds that was in time. */
function calmerAdvice(sending: Sending): string {
  const limitMs = sendLagLimitMs(sending);
  const seconds = sending.seconds().filter(({ sent }) => sent > 0);
  // The last one may be the rest of a second: that it was in time proves nothing.
  const least = sending.sent / seconds.length / 2;
  const inTime = ({ sendLagMs }: { readonly sendLagMs: number }) => sendLagMs <= limitMs;
  const passed = seconds.filter((second) => second.sent >= least && inTime(second));
  const most = Math.max(0, ...passed.map(({ sent }) => sent));
  const calm = 'end other work on this machine';
  const advice = `${calm}, or lower the rate`;
  if (most === 0) {
    return `${advice}; no rate can be named, for none of its seconds was in time: the machine was too busy`;
  }
  const late = seconds.filter((second) => !inTime(second)).map(({ sent }) => sent);
  const blameless = late.length > 0 && most >= Math.max(...late);
  const but = blameless ? ', no fewer than the late ones: the rate was not the cause' : '';
  return `${blameless ? calm : advice}; of its seconds that were in time, the fastest sent ${rounded(most)}${but}`;
}

const rounded = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en-US');
