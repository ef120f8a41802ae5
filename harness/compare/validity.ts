/** May a scenario be judged? What may not be judged is never judged. */
import type { ArmResult, Side, Validity } from '../record/arm-result.ts';
import type { SameWork } from '../run/events.ts';
import { countOf } from './sentence.ts';
import { isValid, sumCounts, sumFailures } from './side-load.ts';

/** Share of each side's planned operations that may fail: 0.01 is 1 %. */
export type FailedShares = Readonly<Record<Side, number>>;

/** Unless somebody allows more. */
export const usualFailedShares: FailedShares = { baseline: 0.01, candidate: 0.01 };

/** Share of the arms that may be invalid; what is left out then is no longer chance. */
const invalidArmShare = 0.5;

/** Every reason that applies, each with what to do; `faults` are those known beforehand. */
export function scenarioValidity(
  arms: readonly ArmResult[],
  sameWork: readonly SameWork[],
  faults: readonly string[] = [],
  mayFail: FailedShares = usualFailedShares,
): Validity {
  const ofSides = (['baseline', 'candidate'] as const).map(
    (side) => emptyReason(side, arms) ?? failureReason(side, arms, mayFail[side]),
  );
  const reasons = [
    ...faults,
    ...armReasons(arms),
    ...disagreement(sameWork),
    ...ofSides.filter((reason) => reason !== null),
  ];
  return { state: reasons.length === 0 ? 'valid' : 'invalid', reasons };
}

/** How many arms were left out and the most frequent reason; null when all are valid. */
export function invalidArmsSentence(arms: readonly ArmResult[]): string | null {
  const invalid = arms.filter((arm) => !isValid(arm));
  if (invalid.length === 0) return null;
  const reason = mostFrequent(invalid.flatMap(({ validity }) => validity.reasons));
  const said = `${invalid.length} of ${countOf(arms.length, 'arm')} invalid and left out`;
  return reason === null ? said : `${said}: ${reason}`;
}

function armReasons(arms: readonly ArmResult[]): readonly string[] {
  const valid = arms.filter(isValid);
  if (arms.length === 0) return ['no arm was measured: run it again'];
  const sentence = invalidArmsSentence(arms);
  const isTooMuch = 1 - valid.length / arms.length > invalidArmShare;
  return sentence !== null && isTooMuch ? [sentence] : [];
}

function disagreement(sameWork: readonly SameWork[]): readonly string[] {
  const differences = sameWork.flatMap((work) => work.differences);
  const different = sameWork.reduce((sum, work) => sum + work.different, 0);
  const compared = sameWork.reduce((sum, work) => sum + work.compared, 0);
  const [first] = differences;
  if (first === undefined) return [];
  const amount = `${countOf(different, 'difference')} in ${countOf(compared, 'answer')}`;
  return [
    `the sides disagree (${amount}): a faster wrong answer is no gain, mend the side that is wrong; first: ${first}`,
  ];
}

/** Where a side did nothing, equal figures would be no sameness. */
function emptyReason(side: Side, arms: readonly ArmResult[]): string | null {
  const { planned, completed } = sumCounts(side, arms);
  if (arms.length === 0 || completed > 0) return null;
  if (planned === 0) {
    return `${side}: no operation was planned in its arms: raise --rate or --duration, or the scenario's rate`;
  }
  return `${side}: none of ${countOf(planned, 'operation')} completed; ${causeAndRemedy(side, arms)}`;
}

/** Why the failures of a side make its scenario invalid; null where no more failed than may. */
export function failureReason(
  side: Side,
  arms: readonly ArmResult[],
  mayFail: number,
): string | null {
  const { planned, completed } = sumCounts(side, arms);
  const failed = planned - completed;
  if (failed <= mayFail * planned) return null;
  return (
    `${side}: ${failed} of ${countOf(planned, 'operation')} did not complete, ` +
    `${Number((100 * mayFail).toPrecision(3))} % may fail; ${causeAndRemedy(side, arms)}`
  );
}

function causeAndRemedy(side: Side, arms: readonly ArmResult[]): string {
  const cause = sumFailures(side, arms)[0]?.message ?? 'no message was given';
  return `most often: ${cause}; lower the rate or mend that side`;
}

function mostFrequent(words: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? null;
}
