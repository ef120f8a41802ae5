/** The operations in flight, in the order they were sent. */

/** What is in flight extends this; only `InFlight` writes it. */
export class Linked<T> {
  older: T | null = null;
  younger: T | null = null;
  flying = false;
}

/**
 * A list and not a Set: V8 replaces a set's table again and again, and a replaced table that has
 * grown old keeps all later ones alive, with what is in them, until the next full collection. At
 * thousands of operations a second that was 1 kB each. Who leaves this list points at nobody.
 */
export class InFlight<T extends Linked<T>> {
  oldest: T | null = null;
  size = 0;
  #youngest: T | null = null;

  add(flight: T): void {
    flight.flying = true;
    flight.older = this.#youngest;
    if (this.#youngest) this.#youngest.younger = flight;
    else this.oldest = flight;
    this.#youngest = flight;
    this.size += 1;
  }

  /** False when it has left already. */
  remove(flight: T): boolean {
    if (!flight.flying) return false;
    const { older, younger } = flight;
    if (older) older.younger = younger;
    else this.oldest = younger;
    if (younger) younger.older = older;
    else this.#youngest = older;
    flight.older = null;
    flight.younger = null;
    flight.flying = false;
    this.size -= 1;
    return true;
  }
}
