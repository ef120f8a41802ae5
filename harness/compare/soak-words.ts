/** The verdicts of a soak, in words. */
import type { SoakSide } from '../record/run.ts';
import type { Slope } from '../stats/theil-sen.ts';
import { countOf } from './sentence.ts';

/** In KiB per 1,000 operations: over the second half of them, and over both halves of that. */
export interface Growth {
  readonly whole: Slope;
  readonly first: Slope;
  readonly last: Slope;
}

export type SoakVerdict = Pick<SoakSide, 'verdict' | 'words'>;

export const tooFew = (collections: number, needed: number): string =>
  `cannot be said, because ${countOf(collections, 'full garbage collection')} came in the second half of its operations and ${needed} are needed: soak longer, and see that it is a Node server`;

/** `most`: in KiB per 1,000 operations. */
export const noLeak = (most: number): SoakVerdict => ({
  verdict: 'no leak',
  words: `no leak found: at most ${rounded(most)} KiB per 1,000 operations (95 %)`,
});

export const notExcluded = (most: number): SoakVerdict => ({
  verdict: 'cannot be said',
  words: `cannot be said, because a growth of ${rounded(most)} KiB per 1,000 operations is not excluded: soak longer`,
});

export function leaks(growing: readonly Growth[], where: string): SoakVerdict {
  const { value, lo, hi } = sumOf(growing.map(({ whole }) => whole));
  const operations = Math.round((100 * 1024 * 1000) / value);
  return {
    verdict: 'leaks',
    words: `leaks: ${inWords({ value, lo, hi })} (${where}); at this rate 100 MiB after ${rounded(operations)} operations, unless it is a cache that is not full yet`,
  };
}

export function stillGrowing(growing: readonly Growth[], where: string): SoakVerdict {
  const [before, now] = [
    sumOf(growing.map(({ first }) => first)),
    sumOf(growing.map(({ last }) => last)),
  ];
  return {
    verdict: 'still growing',
    words: `still growing, but ever slower, as a cache does that fills up: ${inWords(now)} at the end (${where}), ${rounded(before.value)} before: soak longer`,
  };
}

export const onlyResident = ({ whole }: Growth): SoakVerdict => ({
  verdict: 'still growing',
  words: `still growing: ${inWords(whole)} of resident memory, but nothing that JavaScript holds: memory of native code, or pages that are not given back: soak longer`,
});

const sumOf = (slopes: readonly Slope[]): Slope => ({
  value: slopes.reduce((sum, { value }) => sum + value, 0),
  lo: slopes.reduce((sum, { lo }) => sum + lo, 0),
  hi: slopes.reduce((sum, { hi }) => sum + hi, 0),
});

const inWords = ({ value, lo, hi }: Slope): string =>
  `${rounded(value)} [${rounded(lo)}, ${rounded(hi)}] KiB per 1,000 operations`;

const rounded = (value: number): string => Number(value.toPrecision(3)).toLocaleString('en-US');
