import type { ServerReadings } from '../record/arm-result.ts';
import type { ProbeCounters, ProbeLine } from './probe-line.ts';
import { cpuUsOf, type RecordedProcess, type Stretch, stretchOf } from './recorded-process.ts';
import { timelineOf } from './timeline.ts';

/**
 * What happened from `startUs` to `endUs` in all processes of a server. Null when none was there at
 * the start; cut short when the last one died in between.
 *
 * Counters and memory add up (what processes share of memory counts in each). A request lands on
 * one of the processes that take connections, on any as often, as a cluster deals them out: what is
 * said of "the event loop" is the mean of theirs. The primary of a cluster takes none; where nobody
 * does (a worker of a queue), all count.
 */
export function windowReadings(
  processes: readonly RecordedProcess[],
  startUs: number,
  endUs: number,
): ServerReadings | null {
  const stretches = processes.flatMap((process) => stretchOf(process, startUs, endUs) ?? []);
  const lead = leadOf(stretches);
  if (!lead) return null;
  const serving = servingOf(stretches);
  return {
    windowMs: (Math.min(endUs, lead.after.atUs) - startUs) / 1e3,
    ...sums(stretches),
    cpuMs: cpuUsOf(processes, startUs, endUs) / 1e3,
    servingMs: serving.reduce((sum, stretch) => sum + watchedMs(stretch, startUs, endUs), 0),
    servingActiveMs: serving.reduce(
      (sum, { before, after }) => sum + after.activeMs - before.activeMs,
      0,
    ),
    ...maxima(stretches),
    databaseUnseen: stretches.some(({ after }) => after.databaseUnseen),
    wsUnseen: stretches.some(({ after }) => after.wsUnseen),
    lags: serving
      .flatMap(({ inside }) => inside.flatMap(({ lags }) => lags))
      .filter(([at]) => at > startUs && at <= endUs)
      .sort(([a], [b]) => a - b),
    poolWaitsUs: stretches.flatMap(({ inside }) =>
      inside.flatMap(({ poolWaitsUs }) => poolWaitsUs),
    ),
    // What one of several processes holds says nothing of the others.
    collections:
      stretches.length > 1
        ? []
        : lead.inside
            .flatMap(({ collections }) => collections)
            .filter(({ atUs }) => atUs > startUs && atUs <= endUs),
    timeline: timelineOf(lead, stretches, serving),
  };
}

/** Of those that were there at the start, the one that lasted longest. */
const leadOf = (stretches: readonly Stretch[]): Stretch | undefined =>
  stretches
    .filter(({ fromStart }) => fromStart)
    .reduce<Stretch | undefined>(
      (lead, stretch) => (lead && lead.after.atUs >= stretch.after.atUs ? lead : stretch),
      undefined,
    );

function servingOf(stretches: readonly Stretch[]): readonly Stretch[] {
  const serving = stretches.filter(({ after }) => after.accepted > 0);
  return serving.length === 0 ? stretches : serving;
}

const watchedMs = ({ before, after }: Stretch, startUs: number, endUs: number): number =>
  (Math.min(endUs, after.atUs) - Math.max(startUs, before.atUs)) / 1e3;

function sums(stretches: readonly Stretch[]) {
  const grown = (counter: keyof ProbeCounters): number =>
    stretches.reduce((sum, { before, after }) => sum + after[counter] - before[counter], 0);
  return {
    activeMs: grown('activeMs'),
    loopTurns: grown('loopTurns'),
    gcPauseMs: grown('gcPauseMs'),
    connects: grown('connects'),
    statements: grown('statements'),
    rows: grown('rows'),
    databaseBytes: grown('databaseBytes'),
    wsMessages: grown('wsMessages'),
    wsBytes: grown('wsBytes'),
    httpRequests: grown('httpRequests'),
    httpWaitMs: grown('httpWaitUs') / 1e3,
  };
}

function maxima(stretches: readonly Stretch[]) {
  return {
    rssMaxBytes: highestSum(stretches, (line) => line.rssBytes),
    heapMaxBytes: highestSum(stretches, (line) => line.heapBytes),
    poolInUseMax: highestSum(stretches, (line) => line.poolInUseMax),
    poolWaitingMax: highestSum(stretches, (line) => line.poolWaitingMax),
    wsBufferedMaxBytes: stretches
      .flatMap(({ inside }) => inside)
      .reduce((max, line) => Math.max(max, line.wsBufferedMaxBytes), 0),
  };
}

/** The most that the processes had together, each at what its latest line says. */
function highestSum(stretches: readonly Stretch[], level: (line: ProbeLine) => number): number {
  const changes = stretches.flatMap(({ inside, ends }, process) => {
    const levels = inside.map((line) => ({ process, atUs: line.atUs, to: level(line) }));
    const end = { process, atUs: inside.at(-1)?.atUs ?? 0, to: 0 };
    return ends ? [...levels, end] : levels;
  });
  const now = stretches.map(() => 0);
  let sum = 0;
  let max = 0;
  for (const { process, to } of changes.sort((a, b) => a.atUs - b.atUs)) {
    sum += to - (now[process] ?? 0);
    now[process] = to;
    max = Math.max(max, sum);
  }
  return max;
}
