/**
 * One timer for all that is under way, instead of one each: what has become due is done every
 * 5 ms, and what became due together is done together.
 */
const tickMs = 5;

/** Does all that is due by `nowMs` (performance.now()), and says whether that was the last of it. */
export type Advance = (nowMs: number) => 'more' | 'done';

export class Wheel {
  readonly #turning = new Set<Advance>();
  #timer: NodeJS.Timeout | undefined;

  /** Does what is due at once; the rest comes with the ticks. */
  add(advance: Advance): void {
    if (advance(performance.now()) === 'done') return;
    this.#turning.add(advance);
    this.#timer ??= setInterval(this.#tick, tickMs);
  }

  remove(advance: Advance): void {
    this.#turning.delete(advance);
    if (this.#turning.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  readonly #tick = (): void => {
    const nowMs = performance.now();
    for (const advance of this.#turning) if (advance(nowMs) === 'done') this.remove(advance);
  };
}
