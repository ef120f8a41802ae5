/** Does a side fall behind within an arm? Then its response times say how long the arm was, too. */
import type { Load } from '../config/scenario.ts';
import { Backlog } from '../load/backlog.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import { mean } from '../stats/t-interval.ts';
import { isValid } from './side-load.ts';

/** Growth by less of what is sent meanwhile is no overload to speak of (as in a search of capacity). */
const growthLimit = 0.05;
/** How many standard deviations of a Poisson number two means of it may lie apart by chance. */
const chance = 1.5;

/**
 * A sentence for each side whose number of operations in flight grows from the first three tenths of
 * the time after the cut to the last three, by more than 5 % of what was planned between their middles
 * and more than chance explains: the arms together, in which the number varies as a Poisson number.
 * Bursts, which are to pile up, have none.
 */
export function backlogWarnings(
  scenario: string,
  load: Load,
  arms: readonly ArmResult[],
): readonly string[] {
  if (load.kind === 'episode') return [];
  return (['baseline', 'candidate'] as const).flatMap((side) => {
    const own = arms.filter((arm) => arm.side === side && isValid(arm));
    const { early, late } = inFlight(own, load);
    const sent = own.length * (load.ratePerSecond / 1000) * (load.armMs - load.cutMs);
    const grown = (late - early) * own.length;
    const explained =
      growthLimit * 0.7 * sent + chance * Math.sqrt(Math.max(1, early * own.length));
    return grown > explained ? [sentence(scenario, side, early, late)] : [];
  });
}

function sentence(scenario: string, side: Side, early: number, late: number): string {
  return `${scenario}: the ${side} does not keep up with this rate on this machine: ${early.toFixed(1)} operations under way at first, ${late.toFixed(1)} at the end of an arm; in longer arms its response times would be longer still`;
}

/** Means over the arms. */
function inFlight(
  arms: readonly ArmResult[],
  { armMs, cutMs }: { readonly armMs: number; readonly cutMs: number },
): { readonly early: number; readonly late: number } {
  if (arms.length === 0) return { early: 0, late: 0 };
  const levels = arms.map(({ load: { operations } }) => {
    const backlog = new Backlog(armMs - cutMs);
    for (const { plannedUs, responseUs } of operations) {
      const plannedMs = plannedUs / 1000 - cutMs;
      backlog.add(Math.max(0, plannedMs), plannedMs + responseUs / 1000);
    }
    return backlog.means();
  });
  return {
    early: mean(levels.map((means) => mean(means.slice(0, 3)))),
    late: mean(levels.map((means) => mean(means.slice(-3)))),
  };
}
