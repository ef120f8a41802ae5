/** Randomness that a seed decides: the same seed gives the same numbers in every process. */
import { createHash } from 'node:crypto';

const wordValues = 2 ** 32;

const rotateLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/**
 * Uniform numbers in [0, 1), in steps of 2^-32. The state is the SHA-256 of the seed, so that
 * seeds which differ in one character have nothing in common.
 */
export function seededRandom(seed: string): () => number {
  const digest = createHash('sha256').update(seed).digest();
  const words = xoshiro128(
    digest.readInt32LE(0),
    digest.readInt32LE(4),
    digest.readInt32LE(8),
    digest.readInt32LE(12),
  );
  return () => words() / wordValues;
}

/**
 * Whole numbers in [0, 2^32) from a state of four words: the generator xoshiro128** of Blackman
 * and Vigna ("Scrambled Linear Pseudorandom Number Generators", 2021).
 */
export function xoshiro128(s0: number, s1: number, s2: number, s3: number): () => number {
  let [a, b, c, d] = [s0, s1, s2, s3];
  return () => {
    const word = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return word >>> 0;
  };
}

/** In an order of which each is as likely (Fisher and Yates). `random` is in [0, 1). */
export function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const order: T[] = [];
  for (const item of items) {
    // Into a drawn place, whose item goes to the end: Durstenfeld's way, from the inside out.
    const drawn = Math.floor(random() * (order.length + 1));
    order.push(order[drawn] ?? item);
    order[drawn] = item;
  }
  return order;
}
