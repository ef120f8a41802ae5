import type { CapacityLevel, CapacitySide } from '../record/capacity.ts';

type Knee = Pick<CapacitySide, 'knee' | 'kneeReason'>;

/**
 * The highest rate that was kept up with. Where nothing above it fell behind, the ramp ended for
 * another reason, and the capacity is that rate at least.
 */
export function kneeOf(
  levels: readonly CapacityLevel[],
  { reason }: Pick<CapacitySide['saturation'], 'reason'>,
): Knee {
  const kept = levels.filter(({ state }) => state === 'kept up');
  const highest = kept.toSorted((a, b) => b.ratePerSecond - a.ratePerSecond)[0];
  if (!highest) return { knee: null, kneeReason: whyNone(levels) ?? reason };
  const { ratePerSecond, counts, response } = highest;
  const above = levels.filter((level) => level.ratePerSecond > ratePerSecond);
  const atLeast = !above.some(({ state }) => state === 'fell behind');
  return {
    knee: { ratePerSecond, atLeast, operations: counts.completed, response },
    kneeReason: atLeast ? whyNoHigher(above) : null,
  };
}

function whyNone(levels: readonly CapacityLevel[]): string | null {
  const lowest = levels.toSorted((a, b) => a.ratePerSecond - b.ratePerSecond)[0];
  return lowest?.why ?? null;
}

const whyNoHigher = (above: readonly CapacityLevel[]): string =>
  above.at(-1)?.why ?? 'no higher rate was tried';
