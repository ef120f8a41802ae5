/** One clock for both sides: arms that did the same work begin at the same moment. */
import type { ArmResult, Side } from '../record/arm-result.ts';

interface Slot {
  /** Seconds of loaded time before it; the time between arms is left out. */
  readonly start: number;
  /** Of its longer arm. */
  readonly seconds: number;
  readonly launch: number;
  readonly arms: Readonly<Partial<Record<Side, ArmResult>>>;
}

export interface Clock {
  readonly slots: readonly Slot[];
  readonly seconds: number;
}

export function clockOf(arms: readonly ArmResult[]): Clock {
  const pairs = new Map<string, Partial<Record<Side, ArmResult>>>();
  for (const arm of arms) {
    const work = `${arm.launch}/${arm.unit}/${arm.seed}`;
    let key = work;
    for (let again = 1; pairs.get(key)?.[arm.side]; again++) key = `${work}/${again}`;
    pairs.set(key, { ...pairs.get(key), [arm.side]: arm });
  }
  const slots: Slot[] = [];
  let start = 0;
  for (const pair of pairs.values()) {
    const both = [pair.baseline, pair.candidate].filter((arm) => arm !== undefined);
    const seconds = Math.max(0, ...both.map(secondsOf));
    slots.push({ start, seconds, launch: both[0]?.launch ?? 0, arms: pair });
    start += seconds;
  }
  return { slots, seconds: start };
}

function secondsOf({ load: { startedUs, endedUs } }: ArmResult): number {
  const seconds = (endedUs - startedUs) / 1e6;
  return Number.isFinite(seconds) ? seconds : 0;
}

export interface Moment {
  readonly seconds: number;
  readonly value: number;
}

/** Moments of one side on the clock, arm by arm; `of` gives them in seconds since the arm began. */
export const momentsOf = (
  { slots }: Clock,
  side: Side,
  of: (arm: ArmResult) => readonly Moment[],
): readonly (readonly Moment[])[] =>
  slots.flatMap(({ start, seconds, arms }) => {
    const arm = arms[side];
    if (!arm) return [];
    const inside = of(arm)
      .filter((moment) => Number.isFinite(moment.value) && Number.isFinite(moment.seconds))
      .map((moment) => ({
        seconds: start + Math.min(seconds, Math.max(0, moment.seconds)),
        value: moment.value,
      }));
    return inside.length === 0 ? [] : [inside];
  });
