/**
 * Which pairs of fixes do more, or less, together than alone. The design sees pairs in chains that it
 * cannot take apart; a strong chain is named by its largest parents (heredity) and confirmed by
 * squares of mixes.
 */
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Interval } from '../stats/interval.ts';
import { mean } from '../stats/t-interval.ts';
import { type Design, signIn } from './design.ts';
import type { Contrast } from './effects.ts';
import { allFixes, type Mix, noFixes, withFix, withoutFix } from './mix.ts';

export type Pair = readonly [number, number];

export interface Chain {
  /** The pair with the largest parents. */
  readonly pair: Pair;
  readonly aliases: readonly Pair[];
  /** By how much the log ratio of either fix changes when the other is on. */
  readonly value: number;
  readonly flagged: boolean;
}

const level = 0.05;

/** All chains of the design, the strongest first. `effects` are the log ratios of the fixes. */
export function interactionChains(
  design: Design,
  contrasts: readonly Contrast[],
  effects: readonly number[],
): readonly Chain[] {
  const chains = [...pairsByWord(design)].map(([word, pairs]) => {
    const contrast = mean(
      design.pairs.map(({ row }, index) => signIn(row, word) * levelOf(contrasts[index])),
    );
    const [pair, ...aliases] = byParents(pairs, effects);
    if (!pair) throw new Error('a chain has a pair');
    // Of signs ±1: the pair's coefficient changes the effect of either fix from 2(a - b) to 2(a + b).
    return { pair, aliases, value: 4 * contrast };
  });
  return flagged(chains.sort(strongestFirst));
}

const strongestFirst = (a: { readonly value: number }, b: { readonly value: number }): number =>
  Math.abs(b.value) - Math.abs(a.value);

const levelOf = (contrast: Contrast | undefined): number =>
  contrast ? (contrast.from + contrast.to) / 2 : Number.NaN;

function pairsByWord({ words }: Design): Map<number, Pair[]> {
  const chains = new Map<number, Pair[]>();
  for (const [second, word] of words.entries()) {
    for (const [first, other] of words.slice(0, second).entries()) {
      chains.set(word ^ other, [...(chains.get(word ^ other) ?? []), [first, second]]);
    }
  }
  return chains;
}

const byParents = (pairs: readonly Pair[], effects: readonly number[]): readonly Pair[] => {
  const size = ([a, b]: Pair) => Math.abs((effects[a] ?? 0) * (effects[b] ?? 0));
  return [...pairs].sort((a, b) => size(b) - size(a));
};

/**
 * Against the error that the weaker chains show (Lenth, Technometrics 31, 1989; a third as many
 * degrees of freedom as chains), with Holm's correction.
 */
function flagged(inOrder: readonly Omit<Chain, 'flagged'>[]): readonly Chain[] {
  const sizes = inOrder.map(({ value }) => Math.abs(value));
  const first = 1.5 * median(sizes);
  const error = 1.5 * median(sizes.filter((size) => size < 2.5 * first));
  let stillFlagged = error > 0;
  return inOrder.map((chain, index) => {
    const tests = sizes.length - index;
    const limit = tQuantile(1 - level / (2 * tests), sizes.length / 3) * error;
    stillFlagged &&= Math.abs(chain.value) > limit;
    return { ...chain, flagged: stillFlagged };
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.length === 0 ? 0 : mean(middle);
}

/**
 * What is told from chance by the first metric, which is that of interest unless others were named;
 * then what is by the others, the strongest first; then the strongest of the first. Each chain once,
 * whichever of its pairs it is named by.
 */
export function chainsToConfirm(
  { words }: Design,
  byMetric: readonly (readonly Chain[])[],
  count: number,
): readonly Chain[] {
  const [first = [], ...others] = byMetric;
  const told = (chains: readonly Chain[]) => chains.filter((chain) => chain.flagged);
  const inOrder = [...told(first), ...others.flatMap(told).sort(strongestFirst), ...first];
  const byWord = new Map<number, Chain>();
  for (const chain of inOrder) {
    const [a, b] = chain.pair;
    const word = (words[a] ?? 0) ^ (words[b] ?? 0);
    if (!byWord.has(word)) byWord.set(word, chain);
  }
  return [...byWord.values()].slice(0, count);
}

interface Switching {
  readonly from: Mix;
  readonly to: Mix;
}

/** One fix with another off and on, all the rest off, then all the rest on. */
export function squaresOf(
  [a, b]: Pair,
  fixes: number,
): readonly [Switching, Switching, Switching, Switching] {
  const all = allFixes(fixes);
  const none = withoutFix(withoutFix(all, a), b);
  return [
    { from: noFixes, to: withFix(noFixes, a) },
    { from: withFix(noFixes, b), to: withFix(withFix(noFixes, b), a) },
    { from: none, to: withFix(none, a) },
    { from: withFix(none, b), to: all },
  ];
}

/**
 * From the four contrasts of `squaresOf`: log ratio with the other fix on, minus with it off. `launch`
 * is what the interval must reach at least for what is not seen from unit to unit: one comparison's.
 */
export function confirmation(
  contrasts: readonly Contrast[],
  launch: number,
): (Interval & { value: number }) | null {
  const [offOff, offOn, onOff, onOn] = contrasts;
  if (!offOff || !offOn || !onOff || !onOn) return null;
  const four = [offOff, offOn, onOff, onOn].map(({ logRatios }) => logRatios);
  const [a = NaN, b = NaN, c = NaN, d = NaN] = four.map(mean);
  const value = (b - a + (d - c)) / 2;
  const freedom = four.reduce((sum, ratios) => sum + ratios.length - 1, 0);
  if (freedom === 0) return null;
  const squares = four.map(sumOfSquares).reduce((sum, each) => sum + each, 0);
  const perUnit = four.reduce((sum, ratios) => sum + 1 / ratios.length, 0);
  const error = Math.sqrt(((squares / freedom) * perUnit) / 4);
  // Half the sum of four comparisons has the error of one.
  const reach = Math.hypot(tQuantile(1 - level / 2, freedom) * error, launch);
  return { value, lo: value - reach, hi: value + reach };
}

function sumOfSquares(values: readonly number[]): number {
  const centre = mean(values);
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
}
