/** A server that is looked at while it runs: what its probe has written up to now. */
import { blockedMs, stallCount } from '../probe/lag.ts';
import { monotonicUs } from '../probe/monotonic-clock.ts';
import type { ProbeLine } from '../probe/probe-line.ts';
import type { ProbeReader } from '../probe/read-probe.ts';
import { windowReadings } from '../probe/window-readings.ts';
import type { ServerReadings } from '../record/arm-result.ts';
import { Buckets } from './buckets.ts';

/** What changes from moment to moment is shown over so many seconds up to the last line. */
export const windowSeconds = 10;

/** Bounds that the semantic conventions give database calls, and two below: a pool has waits of 0.1 ms. */
const waitBoundsS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/** Since the server began. */
interface LiveTotals {
  readonly blockedMs: number;
  readonly stalls: number;
  /** In seconds. */
  readonly poolWaits: Buckets;
}

/** What its probe has seen. */
export interface Seen {
  readonly latest: ProbeLine;
  readonly recent: ServerReadings;
  readonly totals: LiveTotals;
  /** Since the latest line, in ms: for what is over 250, the event loop has been blocked. */
  readonly silentMs: number;
  /** In ms since 1970. */
  readonly startedAtMs: number;
}

export interface LiveState {
  readonly up: boolean;
  /** Null before the probe's first line. */
  readonly seen: Seen | null;
}

export class LiveServer {
  readonly #probe: ProbeReader;
  readonly #isUp: () => boolean;
  readonly #totals = { blockedMs: 0, stalls: 0, poolWaits: new Buckets(waitBoundsS) };
  #startUs: number | null = null;
  /** The lines of the window, and the one that it begins with. */
  #recent: readonly ProbeLine[] = [];
  #reading: Promise<void> | null = null;

  constructor(probe: ProbeReader, isUp: () => boolean) {
    this.#probe = probe;
    this.#isUp = isUp;
  }

  async state(): Promise<LiveState> {
    await this.readOn();
    return { up: this.#isUp(), seen: this.#seen() };
  }

  /** Who asks while another is asking waits for the same reading. */
  readOn(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    const lines = await this.#probe.take();
    this.#startUs ??= lines[0]?.atUs ?? null;
    for (const { lags, poolWaitsUs } of lines) {
      this.#totals.blockedMs += blockedMs(lags);
      this.#totals.stalls += stallCount(lags);
      for (const waitUs of poolWaitsUs) this.#totals.poolWaits.add(waitUs / 1e6);
    }
    const all = [...this.#recent, ...lines];
    const sinceUs = (all.at(-1)?.atUs ?? 0) - windowSeconds * 1e6;
    const first = all.findLastIndex(({ atUs }) => atUs <= sinceUs);
    this.#recent = all.slice(Math.max(0, first));
  }

  #seen(): Seen | null {
    const latest = this.#recent.at(-1);
    const startUs = this.#recent[0]?.atUs;
    if (!latest || startUs === undefined || this.#startUs === null) return null;
    const first = { pid: 0, parent: null, lines: this.#recent, gone: false };
    const recent = windowReadings([first], startUs, latest.atUs);
    if (!recent) return null;
    const nowUs = monotonicUs();
    const silentMs = (nowUs - latest.atUs) / 1e3;
    const startedAtMs = Date.now() - (nowUs - this.#startUs) / 1e3;
    return { latest, recent, totals: this.#totals, silentMs, startedAtMs };
  }
}
