/** Which fixes have an effect: of many, one in twenty would seem to without having any. */
import type { Effect, Effects } from './effects.ts';

/**
 * One a fix. The chance that any without an effect is among them is 5 %: the strongest must stand out
 * among all, the next among the others (Holm, Scandinavian Journal of Statistics 6, 1979).
 */
export function toldFromChance(effects: Effects, fixes: number): readonly boolean[] {
  const all = Array.from({ length: fixes }, (_, fix) => ({
    fix,
    strength: strengthOf(effects([fix])),
  }));
  const told = new Set<number>();
  for (const { fix } of all.sort((a, b) => b.strength - a.strength)) {
    const { lo, hi } = effects([fix], fixes - told.size);
    if (lo <= 0 && hi >= 0) break;
    told.add(fix);
  }
  return Array.from({ length: fixes }, (_, fix) => told.has(fix));
}

/** In widths of its interval; an exact count's is infinite. */
const strengthOf = ({ value, lo, hi }: Effect): number =>
  value === 0 ? 0 : Math.abs(value) / (hi - lo);
