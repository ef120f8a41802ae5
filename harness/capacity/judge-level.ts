/** Did a server keep up with a rate? */
import type { PackedLevel } from '../load/level.ts';
import { levelValidity } from '../load/validity.ts';
import type { Counts } from '../record/arm-result.ts';

export type LevelVerdict =
  | { readonly state: 'kept up'; readonly why: null }
  | { readonly state: 'fell behind' | 'invalid'; readonly why: string };

const failureLimit = 0.01;
/** A level is to last so many response times. */
const responsesInLevel = 5;
/** A backlog that grows by less of what is sent meanwhile is no overload to speak of. */
const growthLimit = 0.05;
/** How many standard deviations of a Poisson number two means of it may lie apart by chance. */
const chance = 1.5;

/**
 * An invalid level is not judged, nor is one without operations. Of the others, one is kept up with when at most 1 % of its
 * operations failed, it was completed within the planned time, and its backlog does not grow.
 *
 * By Little's law the mean number in flight is rate x response time. A level is to last five times
 * the response time, so at its end no more than a fifth of its operations is still under way.
 *
 * Neither rate nor response time changes while a server keeps up, so the last three tenths of the
 * planned time hold as many in flight as the third to the fifth (before that, the first answers are
 * still to come). A server that completes less than it is sent has the rest more in flight: between
 * the middles of the two, half the planned time passes. It falls behind when the difference is over
 * 5 % of what was sent in that half.
 *
 * Both limits are widened by what chance explains: 1.5 times the root of the number in flight, which
 * varies as a Poisson number does. So a level of few operations tells large overloads only.
 */
export function judgeLevel(level: PackedLevel): LevelVerdict {
  const faults = level.counts.planned === 0 ? [emptyWords] : levelValidity(level);
  if (faults.length > 0) return { state: 'invalid', why: faults.join('; ') };
  const why = failureWords(level) ?? unfinishedWords(level) ?? growthWords(level);
  return why === null ? { state: 'kept up', why } : { state: 'fell behind', why };
}

const emptyWords = 'no operation was due within its time: give a longer --duration';

function failureWords({ counts, failures }: PackedLevel): string | null {
  const failed = counts.planned - counts.completed;
  if (failed <= counts.planned * failureLimit) return null;
  const percent = ((100 * failed) / counts.planned).toFixed(1);
  const [most] = failures;
  return `${percent} % failed (${kinds(counts)})${most ? `: ${most.message}` : ''}`;
}

const kinds = ({ errored, timedOut, dropped, unfinished }: Counts): string =>
  Object.entries({ errored, 'timed out': timedOut, dropped, unfinished })
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

function unfinishedWords({ counts, completedInTime }: PackedLevel): string | null {
  const explained = counts.planned / responsesInLevel;
  const left = counts.completed - completedInTime;
  if (left <= explained + chance * Math.sqrt(Math.max(1, explained))) return null;
  return `only ${completedInTime} of ${counts.planned} were completed within its time`;
}

type Flights = Pick<PackedLevel, 'inFlight' | 'counts'>;

/**
 * How far above its capacity a server may have been asked without `judgeLevel` seeing it: 0.05 and a
 * little in a level of many operations, more in one of few.
 */
export function unseenOverload(level: Flights): number {
  const missed = (2 * explainedGrowth(level)) / level.counts.planned;
  return missed >= 1 ? Number.POSITIVE_INFINITY : missed / (1 - missed);
}

function growthWords(level: PackedLevel): string | null {
  const early = earlyMean(level);
  const late = meanOf(level.inFlight.slice(7, 10));
  if (late - early <= explainedGrowth(level)) return null;
  return `the backlog grew: ${early.toFixed(1)} in flight at first, ${late.toFixed(1)} at the end`;
}

const explainedGrowth = (level: Flights): number =>
  (growthLimit * level.counts.planned) / 2 + chance * Math.sqrt(Math.max(1, earlyMean(level)));

const earlyMean = ({ inFlight }: Flights): number => meanOf(inFlight.slice(2, 5));

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
