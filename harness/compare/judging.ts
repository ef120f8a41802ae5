/** How samples are judged, and what a judgement adds to the figures of both sides. */
import type { Comparison } from './comparison.ts';

export interface Judging {
  /** Of every interval, 0.95 as a rule. */
  readonly confidence: number;
  /** Ratios within 1/(1 + margin) and 1 + margin count as the same: 0.05 is 5 %. */
  readonly margin: number;
  /** False for a quick run: figures only, no verdicts. */
  readonly judge: boolean;
  /** Numbers in [0, 1) from the run's seed: used where the flips of many units have to be drawn. */
  readonly random: () => number;
}

/** 95 % intervals; 5 % either way counts as the same. */
export const standard = { confidence: 0.95, margin: 0.05 } as const;

export type Judgement = Pick<Comparison, 'ratio' | 'verdict' | 'reason'>;

/** What may not be judged says why. */
export const notJudged = (reason: string): Judgement => ({
  ratio: null,
  verdict: 'not judged',
  reason,
});
