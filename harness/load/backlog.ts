/** How many operations were in flight while a plan was played: does a server fall behind? */

/** Into how many equal parts the planned time is divided. */
const parts = 10;

/** Means over parts of the planned time; of constant size, however many operations there are. */
export class Backlog {
  readonly #partMs: number;
  readonly #busyMs = new Float64Array(parts);

  constructor(durationMs: number) {
    this.#partMs = durationMs / parts;
  }

  /** An operation was in the system from its planned moment to its end, both after the start. */
  add(plannedMs: number, endedMs: number): void {
    const first = Math.floor(plannedMs / this.#partMs);
    for (let part = first; part < parts; part++) {
      const fromMs = Math.max(plannedMs, part * this.#partMs);
      const untilMs = Math.min(endedMs, (part + 1) * this.#partMs);
      if (untilMs <= fromMs) return;
      this.#busyMs[part] = (this.#busyMs[part] ?? 0) + untilMs - fromMs;
    }
  }

  /** The mean number in flight in each tenth of the planned time. */
  means(): readonly number[] {
    return Array.from(this.#busyMs, (busyMs) => busyMs / this.#partMs);
  }
}
