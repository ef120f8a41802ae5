/** How late the endpoint itself was: of every call, its last byte against its plan. */

export interface LateCall {
  /** `<run key>/<step>/<attempt>`: by the key, for a plan knows no arm; asked after each arm, it is unique. */
  readonly key: string;
  readonly lateMs: number;
}

/** What is kept until somebody asks; more than any arm makes. */
const mostCalls = 100_000;

export class LatenessLog {
  #calls: LateCall[] = [];

  /** Calls beyond the limit are left out: a log that nobody reads must not grow for ever. */
  record(key: string, lateMs: number): void {
    if (this.#calls.length < mostCalls) this.#calls.push({ key, lateMs: Math.max(0, lateMs) });
  }

  /** All calls since the last time. */
  take(): readonly LateCall[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }
}
