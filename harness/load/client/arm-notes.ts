/** What the operations of an arm tell beside their end: samples, tallies and failures. */
import type { LoadResult } from '../../record/arm-result.ts';

/** Failures named in a result, the most frequent first. */
const namedFailures = 10;

/** Messages may hold ids: beyond so many different ones they are only counted. */
const distinctFailures = 1000;

export class ArmNotes {
  readonly samples: Record<string, number[]> = {};
  readonly tallies: Record<string, number> = {};
  readonly #failures = new Map<string, number>();

  /** Throws when `ms` is no number, so that a scenario's mistake shows as a failed operation. */
  sample(name: string, ms: number): void {
    if (!Number.isFinite(ms)) throw new Error(`a sample of ${name} must be in ms, but is ${ms}`);
    this.samples[name] ??= [];
    this.samples[name].push(Math.round(ms * 1000));
  }

  tally(name: string, count: number): void {
    this.tallies[name] = (this.tallies[name] ?? 0) + count;
  }

  failure(message: string): void {
    const known = this.#failures.has(message) || this.#failures.size < distinctFailures;
    const entry = known ? message : 'other failures';
    this.#failures.set(entry, (this.#failures.get(entry) ?? 0) + 1);
  }

  failures(): LoadResult['failures'] {
    return [...this.#failures]
      .map(([message, count]) => ({ message, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, namedFailures);
  }
}
