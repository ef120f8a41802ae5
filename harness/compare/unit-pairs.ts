/** The arms of both sides that did the same work, unit by unit. */
import { mean } from '../stats/t-interval.ts';
import type { ArmValue } from './comparison.ts';

/** The values of two arms that replayed the same operations. */
interface ArmPair {
  readonly baseline: number;
  readonly candidate: number;
}

/** One pair in a unit A B, two in A B B A. */
export type Unit = readonly ArmPair[];

/**
 * Pairs the arms of the same unit and seed. An arm without its partner (invalid, or never measured)
 * is left out: the coin made either order as likely for what remains.
 */
export function pairUnits(
  baseline: readonly ArmValue[],
  candidate: readonly ArmValue[],
): readonly Unit[] {
  const partners = new Map(candidate.map((arm) => [workOf(arm), arm.value]));
  const units = new Map<string, ArmPair[]>();
  for (const arm of baseline) {
    const partner = partners.get(workOf(arm));
    if (partner === undefined) continue;
    const pair = { baseline: arm.value, candidate: partner };
    units.set(unitOf(arm), [...(units.get(unitOf(arm)) ?? []), pair]);
  }
  return [...units.values()];
}

/** Mean over the unit's pairs of log(candidate ÷ baseline). */
export const logRatio = (unit: Unit): number =>
  mean(unit.map(({ baseline, candidate }) => Math.log(candidate / baseline)));

/** Mean over the unit's pairs of candidate − baseline, for values that have no ratio. */
export const difference = (unit: Unit): number =>
  mean(unit.map(({ baseline, candidate }) => candidate - baseline));

const unitOf = ({ launch, unit }: ArmValue): string => `${launch}/${unit}`;
const workOf = (arm: ArmValue): string => `${unitOf(arm)}/${arm.seed}`;
