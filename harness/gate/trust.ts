/** Is what was measured fit to be judged at all? */
import { driftReasons } from '../compare/drift.ts';
import { signFlipPValue } from '../stats/sign-flip.ts';
import { pairsOf } from './contrast.ts';
import type { GateUnit } from './unit-values.ts';

/** Each of these checks is wrong so often. */
const trustLevel = 0.01;

/** What a gate of too short arms says, so that it can be measured again in longer ones. */
export const armsTooShort = 'the arms are too short for this server';

/** In words; empty when nothing speaks against it. */
export function reasonsToDistrust(
  units: readonly GateUnit[],
  controls: readonly GateUnit[],
  random: () => number,
): readonly string[] {
  const { pairs } = pairsOf(units, ({ values }) => values['response.p50'] ?? null);
  return [
    ...driftReasons(
      pairs.map(({ log }) => log),
      trustLevel,
    ),
    ...controlOf(controls, random),
    ...armLengthOf(units, random),
  ];
}

/** In control units one server plays both sides. Fewer than eight could not tell at this level. */
function controlOf(controls: readonly GateUnit[], random: () => number): string[] {
  const { pairs } = pairsOf(controls, ({ values }) => values['response.p50'] ?? null);
  const p = signFlipPValue(
    pairs.map(({ log }) => log),
    random,
  );
  if (pairs.length < 8 || p > trustLevel) return [];
  return [
    `a server differs from itself in ${pairs.length} control units (p = ${p.toPrecision(2)}): something beside the sides differs; measure again`,
  ];
}

/**
 * A queue needs time to build up: where arms are too short for it, the ratio still grows from their
 * first half to their second.
 */
function armLengthOf(units: readonly GateUnit[], random: () => number): string[] {
  const early = pairsOf(units, (unit) => (unit.late ? unit.early : null)).pairs;
  const late = pairsOf(units, (unit) => (unit.early ? unit.late : null)).pairs;
  if (early.length !== late.length) return [];
  const growth = late.map(({ log }, unit) => log - (early[unit]?.log ?? 0));
  const p = signFlipPValue(growth, random);
  if (growth.length < 8 || p > trustLevel) return [];
  return [
    `${armsTooShort}: the ratio of the median response still changes from their first half to their second (p = ${p.toPrecision(2)})`,
  ];
}
