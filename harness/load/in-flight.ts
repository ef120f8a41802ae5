/** The operations in flight, in the order they were sent. */

/** Embedded in what is in flight; only `InFlight` writes it. */
export interface Link<T> {
  older: T | null;
  younger: T | null;
  flying: boolean;
}

export const unlinked = <T>(): Link<T> => ({ older: null, younger: null, flying: false });

/**
 * A list and not a Set: V8 replaces a set's table again and again, and a replaced table that has
 * grown old keeps all later ones alive, with what is in them, until the next full collection. At
 * thousands of operations a second that was 1 kB each. Who leaves this list points at nobody.
 */
export class InFlight<T extends { readonly link: Link<T> }> {
  oldest: T | null = null;
  size = 0;
  #youngest: T | null = null;

  add(flight: T): void {
    flight.link.flying = true;
    flight.link.older = this.#youngest;
    if (this.#youngest) this.#youngest.link.younger = flight;
    else this.oldest = flight;
    this.#youngest = flight;
    this.size += 1;
  }

  /** False when it has left already. */
  remove({ link }: T): boolean {
    if (!link.flying) return false;
    const { older, younger } = link;
    if (older) older.link.younger = younger;
    else this.oldest = younger;
    if (younger) younger.link.older = older;
    else this.#youngest = older;
    Object.assign(link, unlinked());
    this.size -= 1;
    return true;
  }
}
