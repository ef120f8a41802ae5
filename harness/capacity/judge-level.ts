/** Did a server keep up with a rate? */
import type { PackedLevel } from '../load/level.ts';
import { levelValidity } from '../load/validity.ts';
import type { Counts } from '../record/arm-result.ts';

export type LevelVerdict =
  | { readonly state: 'kept up'; readonly why: null }
  | { readonly state: 'fell behind' | 'invalid'; readonly why: string };

const failureLimit = 0.01;
/** A backlog that grows by less of what is sent meanwhile is no overload to speak of. */
const growthLimit = 0.05;
/** How many standard deviations of a Poisson number two means of it may lie apart by chance. */
const chance = 1.5;

/**
 * An invalid level is not judged. Of the others, one is kept up with when at most 1 % of its
 * operations failed, and its backlog does not grow.
 *
 * By Little's law the mean number in flight is rate x response time. Neither changes while a server
 * keeps up, so the last three tenths of the planned time hold as many in flight as the third to the
 * fifth (before that, the first answers are still to come). A server that completes less than it is
 * sent has the rest more in flight: between the middles of the two, half the planned time passes. It
 * falls behind when the difference is over 5 % of what was sent in that half, and over what chance
 * explains: 1.5 times the root of the number in flight, which varies as a Poisson number does. So a
 * level of few operations tells large overloads only.
 *
 * A level must last five times the response time; else its first answers are what grows.
 */
export function judgeLevel(level: PackedLevel): LevelVerdict {
  const faults = levelValidity(level);
  if (faults.length > 0) return { state: 'invalid', why: faults.join('; ') };
  const why = failureWords(level) ?? growthWords(level);
  return why === null ? { state: 'kept up', why } : { state: 'fell behind', why };
}

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

function growthWords({ inFlight, counts }: PackedLevel): string | null {
  const early = meanOf(inFlight.slice(2, 5));
  const late = meanOf(inFlight.slice(7, 10));
  const explained = chance * Math.sqrt(Math.max(1, early));
  if (late - early <= (growthLimit * counts.planned) / 2 + explained) return null;
  return `the backlog grew: ${early.toFixed(1)} in flight at first, ${late.toFixed(1)} at the end`;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
