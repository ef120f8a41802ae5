/** A level that goes up and down, and the highest it stood at since that was last asked. */
export class Gauge {
  #now = 0;
  #max = 0;

  /** `unseen` of the level does not count towards the maximum. */
  rise(unseen = 0): void {
    this.#now += 1;
    this.#max = Math.max(this.#max, this.#now - unseen);
  }

  fall(): void {
    this.#now -= 1;
  }

  /** The maximum since the last call; the next one starts at the present level. */
  takeMax(): number {
    const max = this.#max;
    this.#max = this.#now;
    return max;
  }
}
