/** What the operations of an arm tell beside their end: samples, tallies, failures and pictures. */
import type { LoadResult, Picture } from '../../record/arm-result.ts';

/** Failures named in a result, the most frequent first. */
const namedFailures = 10;

/** Messages may hold ids: beyond so many different ones they are only counted. */
const distinctFailures = 1000;

/** What stands for all that is not named. */
export const otherFailures = 'other failures';

/** Takes values in whole microseconds, one by one: a list, or a histogram of constant size. */
export interface Recorder {
  record(valueUs: number): void;
}

export class ArmNotes<R extends Recorder = Recorder> {
  readonly samples = new Map<string, R>();
  readonly tallies: Record<string, number> = {};
  readonly pictures: Picture[] = [];
  readonly #newRecorder: () => R;
  readonly #failures = new Map<string, number>();

  constructor(newRecorder: () => R) {
    this.#newRecorder = newRecorder;
  }

  /**
   * Throws when `ms` is no number, so that a scenario's mistake shows as a failed operation. Below 0
   * is 0: the clocks of two processes differ by microseconds.
   */
  sample(name: string, ms: number): void {
    if (!Number.isFinite(ms)) throw new Error(`a sample of ${name} must be in ms, but is ${ms}`);
    let recorder = this.samples.get(name);
    if (!recorder) {
      recorder = this.#newRecorder();
      this.samples.set(name, recorder);
    }
    recorder.record(Math.max(0, Math.round(ms * 1000)));
  }

  tally(name: string, count: number): void {
    this.tallies[name] = (this.tallies[name] ?? 0) + count;
  }

  failure(message: string): void {
    const known = this.#failures.has(message) || this.#failures.size < distinctFailures;
    const entry = known ? message : otherFailures;
    this.#failures.set(entry, (this.#failures.get(entry) ?? 0) + 1);
  }

  picture(title: string, png: Uint8Array): void {
    this.pictures.push({ title, pngBase64: Buffer.from(png).toString('base64') });
  }

  failures(): LoadResult['failures'] {
    return [...this.#failures]
      .map(([message, count]) => ({ message, count }))
      .sort((a, b) => b.count - a.count)
      .slice(0, namedFailures);
  }
}

/** Keeps every value. */
export class ValueList implements Recorder {
  readonly valuesUs: number[] = [];

  record(valueUs: number): void {
    this.valuesUs.push(valueUs);
  }
}
