/**
 * A two-level design of resolution IV in mirror pairs. Its columns are words of odd weight over m
 * letters, so that each row's complement is a row, too. Between a row and its complement everything
 * cancels but what changes sign: the effects of single fixes, and those of three or more together.
 * For 14 fixes it is the 2^(14-9) design of minimum aberration (NIST Dataplot, DEXRES4; Box, Hunter
 * and Hunter, "Statistics for Experimenters", chapter 6).
 */
import { shuffled } from '../load/random.ts';
import { allFixes, type Mix } from './mix.ts';

export interface Design {
  /** The column of each fix: the product of the letters whose bits are set. */
  readonly words: readonly number[];
  /** Columns that no fix has: what shows in them is noise and effects of three or more fixes. */
  readonly spare: readonly number[];
  /** Each configuration with its complement; nothing on and all on are one of them. */
  readonly pairs: readonly MirrorPair[];
}

interface MirrorPair {
  /** The letters of `to`; those of `from` are the others. */
  readonly row: number;
  readonly from: Mix;
  readonly to: Mix;
}

export const fewestFixes = 2;
export const mostFixes = 20;

const fewestSpare = 2;

/**
 * At least two columns are spare: an interval on one (t = 12.7) would be ten times as wide as with a
 * fix more. `random` (in [0, 1)) draws which fix has which column: what is mixed into a column falls
 * on each fix as likely as on a spare one.
 */
export function planDesign(fixes: number, random: () => number): Design {
  const letters = lettersFor(fixes);
  const odd = everyWord(letters).filter((word) => weight(word) % 2 === 1);
  const drawn = shuffled(odd, random);
  const words = drawn.slice(0, fixes);
  // Of a row and its complement, the one with the last letter.
  const rows = everyWord(letters - 1).map((row) => row + 2 ** (letters - 1));
  return {
    words,
    spare: drawn.slice(fixes),
    pairs: rows.map((row) => pairOf(row, 2 ** letters - 1, words)),
  };
}

/** +1 or -1: the product of the row's signs at the letters of the word. */
export const signIn = (row: number, word: number): 1 | -1 =>
  weight(~row & word) % 2 === 0 ? 1 : -1;

function lettersFor(fixes: number): number {
  let letters = 2;
  while (2 ** (letters - 1) < fixes + fewestSpare) letters += 1;
  return letters;
}

const everyWord = (letters: number): readonly number[] =>
  Array.from({ length: 2 ** letters }, (_, word) => word);

/** Towards more fixes, so that a ratio below 1 is the usual one. */
function pairOf(row: number, allLetters: number, words: readonly number[]): MirrorPair {
  const on = words.reduce((mix, word, fix) => (signIn(row, word) > 0 ? mix | (1 << fix) : mix), 0);
  const off = allFixes(words.length) & ~on;
  return weight(on) >= weight(off)
    ? { row, from: off, to: on }
    : { row: allLetters & ~row, from: on, to: off };
}

/** How many bits are set. */
export function weight(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
