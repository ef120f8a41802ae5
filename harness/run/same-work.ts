/** A faster wrong answer is no answer: do both sides give the same for the same run key? */
import type { ArmResult, Side } from '../record/arm-result.ts';
import type { SameWork } from './events.ts';

/** Digests of one side by run key. */
export type Digests = Readonly<Record<string, string>>;

/** Differences named at most; the rest is counted. */
const named = 5;

/**
 * Compares what came back for each run key, and the rows that were left behind, where both sides
 * completed the operation (`rows` is empty when the scenario has none).
 */
export function compareWork(
  arms: readonly ArmResult[],
  rows: Readonly<Record<Side, Digests>>,
): SameWork {
  const answers = {
    baseline: answersOf(arms, 'baseline'),
    candidate: answersOf(arms, 'candidate'),
  };
  const inAnswers = differencesOf(answers, 'answers', () => true);
  const completed = (key: string) => key in answers.baseline && key in answers.candidate;
  const inRows = differencesOf(rows, 'rows', completed);
  const all = [...inAnswers.differences, ...inRows.differences];
  const more = all.length > named ? [`and ${all.length - named} more`] : [];
  return {
    compared: inAnswers.compared + inRows.compared,
    different: all.length,
    differences: [...all.slice(0, named), ...more],
  };
}

function answersOf(arms: readonly ArmResult[], side: Side): Digests {
  const digests: Record<string, string> = {};
  for (const arm of arms) {
    if (arm.side !== side) continue;
    for (const { key, outcome, digest } of arm.load.operations) {
      if (outcome === 'completed' && digest !== '') digests[key] = digest;
    }
  }
  return digests;
}

function differencesOf(
  sides: Readonly<Record<Side, Digests>>,
  what: string,
  counts: (key: string) => boolean,
): { compared: number; differences: string[] } {
  const differences: string[] = [];
  let compared = 0;
  for (const key of new Set([...Object.keys(sides.baseline), ...Object.keys(sides.candidate)])) {
    if (!counts(key)) continue;
    const [a, b] = [sides.baseline[key], sides.candidate[key]];
    if (what === 'answers' && (a === undefined || b === undefined)) continue;
    compared += 1;
    if (a !== b) {
      differences.push(
        `${what} of ${key}: baseline ${a ?? 'has none'}, candidate ${b ?? 'has none'}`,
      );
    }
  }
  return { compared, differences };
}
