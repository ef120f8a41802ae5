/** May a scenario be judged? What may not be judged is never judged. */
import type { ArmResult, Side, Validity } from '../record/arm-result.ts';
import type { SameWork } from '../run/events.ts';
import { countOf } from './sentence.ts';
import { isValid, sumCounts, sumFailures } from './side-load.ts';

export interface ValidityLimits {
  /** Share of a side's planned operations that may fail: 0.01 is 1 %. */
  readonly failedShare: number;
  /** Share of the arms that may be invalid; what is left out then is no longer chance. */
  readonly invalidArmShare: number;
}

/** A percent of failures; half of the arms. */
const validityLimits: ValidityLimits = { failedShare: 0.01, invalidArmShare: 0.5 };

/** Every reason that applies, each with what to do; `faults` are those known beforehand. */
export function scenarioValidity(
  arms: readonly ArmResult[],
  sameWork: readonly SameWork[],
  faults: readonly string[] = [],
  limits: ValidityLimits = validityLimits,
): Validity {
  const reasons = [
    ...faults,
    ...armReasons(arms, limits),
    ...disagreement(sameWork),
    ...failureReasons('baseline', arms, limits),
    ...failureReasons('candidate', arms, limits),
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

function armReasons(arms: readonly ArmResult[], limits: ValidityLimits): readonly string[] {
  const valid = arms.filter(isValid);
  if (arms.length === 0) return ['no arm was measured: run it again'];
  const sentence = invalidArmsSentence(arms);
  const invalidShare = 1 - valid.length / arms.length;
  return sentence !== null && invalidShare > limits.invalidArmShare ? [sentence] : [];
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

function failureReasons(
  side: Side,
  arms: readonly ArmResult[],
  limits: ValidityLimits,
): readonly string[] {
  const { planned, completed } = sumCounts(side, arms);
  const failed = planned - completed;
  if (failed <= limits.failedShare * planned) return [];
  const cause = sumFailures(side, arms)[0]?.message ?? 'no message was given';
  return [
    `${side}: ${failed} of ${countOf(planned, 'operation')} did not complete, ` +
      `${100 * limits.failedShare} % may fail; most often: ${cause}; lower the rate or mend that side`,
  ];
}

function mostFrequent(words: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? null;
}
