/**
 * What one subscriber has received of one sender, whose messages are numbered from 1. Only gaps take
 * memory: a subscriber that misses nothing is two fields, however many messages come.
 */

/**
 * `late`: after a later one of the same sender. `again`: received before. `impossible`: no number
 * that a message can have.
 */
export type Receipt = 'inOrder' | 'late' | 'again' | 'impossible';

/** A number so far beyond the last one is a fault of its sender's; keeping the gap would take all memory. */
const largestGap = 1_000_000;

export class Ledger {
  #highest = 0;
  readonly #missing = new Set<number>();

  /** Messages are numbered in whole numbers from 1. */
  receive(seq: number): Receipt {
    if (!Number.isSafeInteger(seq) || seq < 1 || seq > this.#highest + largestGap) {
      return 'impossible';
    }
    if (seq > this.#highest) {
      for (let missed = this.#highest + 1; missed < seq; missed++) this.#missing.add(missed);
      this.#highest = seq;
      return 'inOrder';
    }
    return this.#missing.delete(seq) ? 'late' : 'again';
  }

  has(seq: number): boolean {
    return seq <= this.#highest && !this.#missing.has(seq);
  }

  /** All messages up to this one have come: where a subscriber that comes back goes on. */
  get complete(): number {
    let complete = this.#highest;
    for (const missed of this.#missing) complete = Math.min(complete, missed - 1);
    return complete;
  }

  /** Messages known to exist, for later ones came, that have not come themselves. */
  get missing(): number {
    return this.#missing.size;
  }
}
