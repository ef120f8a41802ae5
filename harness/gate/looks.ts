/** When a gate looks at what it has, and how sure it must be then. */
import { spendAlpha, spentBy } from '../stats/alpha-spending.ts';

/** Of all limits together: how often a gate of equal versions may fail. */
export const falseAlarms = 0.05;

export interface Look {
  /** Launches that have ended. */
  readonly launches: number;
  /** A one-sided p-value up to this decides. */
  readonly level: number;
  readonly last: boolean;
  /** How often equal versions fail by this look, this one included. */
  readonly spent: number;
}

/** Before so much is measured, nothing could be decided. */
const firstShare = 0.4;

/**
 * A look after each launch from 40 % of the units on. Together they raise a false alarm with
 * probability `alpha` at most. `units` is the planned number of each launch.
 */
export function planLooks(units: readonly number[], alpha: number): readonly Look[] {
  const whole = units.reduce((sum, count) => sum + count, 0);
  let measured = 0;
  const shares = units.map((count) => {
    measured += count;
    return measured / whole;
  });
  const looks = shares.flatMap((share, index) =>
    share >= firstShare ? [{ share, launches: index + 1 }] : [],
  );
  const levels = spendAlpha(
    looks.map(({ share }) => share),
    alpha,
  );
  return looks.map(({ launches, share }, index) => ({
    launches,
    spent: spentBy(share, alpha),
    level: levels[index] ?? 0,
    last: index === looks.length - 1,
  }));
}
