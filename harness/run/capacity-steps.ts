/** The steps of a search of capacity: how a side is loaded, and what went on beside it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { judgeLevel } from '../capacity/judge-level.ts';
import type { CapacityConfig } from '../config/parse-capacity.ts';
import { busiestCore, readCoreTimes } from '../launch/core-usage.ts';
import { warmUpMs } from '../plan/warm-up-load.ts';
import type { Side } from '../record/arm-result.ts';
import type { LevelStep, SaturationStep, Surroundings } from './capacity-events.ts';
import { type LaunchedSides, sideOf } from './launched-pair.ts';
import type { Rig } from './rig.ts';
import { lateP99Ms, readLateness } from './service-lateness.ts';
import { whileAlive } from './while-alive.ts';

/** Idle time before each step, so that the one before has no part in it. */
const settleMs = 300;

/** Those of one launch; each has operations of its own. */
export class CapacitySteps {
  readonly #launched: LaunchedSides;
  readonly #config: CapacityConfig;
  readonly #rig: Rig;
  readonly #taken = new Map<Side, number>();
  readonly #settleMs: number;
  /** Before the next step. */
  #pauseMs = 0;

  constructor(launched: LaunchedSides, config: CapacityConfig, rig: Rig) {
    this.#launched = launched;
    this.#config = config;
    this.#rig = rig;
    this.#settleMs = Math.max(settleMs, this.#scenario.settleMs ?? 0);
  }

  /** What the operations read is there, and each side has done the work. */
  async prepare(side: Side): Promise<void> {
    const { target } = this.#requestOf(side);
    if (this.#scenario.prepare) {
      await whileAlive(this.#launched, this.#launched.generator.prepare(target));
    }
    await this.warmUp(side, this.#config.ratePerSecond);
  }

  /** What it measures is thrown away. */
  async warmUp(side: Side, ratePerSecond: number): Promise<void> {
    if (this.#rig.signal.aborted) return;
    const durationMs = warmUpMs(this.#scenario.load);
    const request = { ...this.#requestOf(side), ratePerSecond, durationMs };
    await whileAlive(this.#launched, this.#launched.generator.level(request));
  }

  saturate(side: Side, connections: number): Promise<SaturationStep> {
    return this.#alone(async () => {
      const request = { ...this.#requestOf(side), connections, durationMs: this.#config.stepMs };
      const saturation = await this.#launched.generator.saturate(request);
      return { kind: 'saturation', side, connections, saturation };
    });
  }

  level(side: Side, ratePerSecond: number): Promise<LevelStep> {
    return this.#alone(async () => {
      const durationMs = this.#config.stepMs;
      const request = { ...this.#requestOf(side), ratePerSecond, durationMs };
      const level = await this.#launched.generator.level(request);
      const { timedOut, unfinished } = level.counts;
      // What was given up may go on in the server for as long as it was waited for.
      if (timedOut + unfinished > 0) this.#pauseMs = this.#scenario.timeoutMs;
      return { kind: 'level', side, ratePerSecond, durationMs, level, verdict: judgeLevel(level) };
    });
  }

  /** After a pause; with what went on beside it. */
  async #alone<S>(load: () => Promise<S>): Promise<S & Surroundings> {
    const { cores } = this.#rig;
    await this.#pause();
    await readLateness(this.#launched.services);
    const before = readCoreTimes();
    const step = await whileAlive(this.#launched, load());
    const busy = busiestCore(before, readCoreTimes(), cores.measured ?? []);
    const late = lateP99Ms(await readLateness(this.#launched.services));
    return { ...step, helperCoreBusy: cores.helpers ? busy : null, serviceLateP99Ms: late };
  }

  async #pause(): Promise<void> {
    const { signal } = this.#rig;
    await sleep(this.#settleMs + this.#pauseMs, undefined, { signal }).catch(() => undefined);
    this.#pauseMs = 0;
  }

  /** The same operations for the same step of both sides. */
  #requestOf(side: Side) {
    const launched = sideOf(this.#launched, side);
    const taken = this.#taken.get(side) ?? 0;
    this.#taken.set(side, taken + 1);
    return {
      target: { url: launched.server.url, databaseUrl: launched.databaseUrl },
      seed: `${this.#config.seed}/${this.#scenario.name}/capacity-${taken}`,
      label: side === 'baseline' ? 'A' : 'B',
    };
  }

  get #scenario() {
    return this.#config.scenarios[0].scenario;
  }
}
