/** How the simulated model behaves, before the time scale: the distributions of its calls. */
import type { LogNormal } from './draw.ts';

export interface Preset {
  /** From the request to the first token, in ms. */
  readonly firstTokenMs: LogNormal;
  /** Share of calls whose first token takes 4 to 8 times as long. */
  readonly stalls: number;
  readonly tokens: LogNormal;
  readonly msPerToken: LogNormal;
  /** Shares of the calls that end in each fault; never from the third attempt on. */
  readonly faults: {
    readonly rateLimited: number;
    readonly serverError: number;
    readonly reset: number;
    readonly hang: number;
  };
}

const noFaults = { rateLimited: 0, serverError: 0, reset: 0, hang: 0 };

/** First tokens after 650 ms, 160 tokens at 14 ms each: the medians of public probes in 2025. */
const typical: Preset = {
  firstTokenMs: { p50: 650, sigma: 0.45 },
  stalls: 0.01,
  tokens: { p50: 160, sigma: 0.9 },
  msPerToken: { p50: 14, sigma: 0.15 },
  faults: { rateLimited: 0.02, serverError: 0.01, reset: 0.003, hang: 0.001 },
};

/** Short answers of even length that never fail: what is left is the runtime. */
const brief: Preset = {
  firstTokenMs: { p50: 650, sigma: 0.15 },
  stalls: 0,
  tokens: { p50: 40, sigma: 0.3 },
  msPerToken: { p50: 14, sigma: 0.15 },
  faults: noFaults,
};

export const presets = {
  typical,
  steady: { ...typical, firstTokenMs: { p50: 650, sigma: 0.3 } },
  tail: { ...typical, firstTokenMs: { p50: 650, sigma: 0.85 } },
  brief,
  /** Long answers of even length. */
  chatty: { ...brief, tokens: { p50: 400, sigma: 0.3 } },
  /** Three calls in ten are sent away. */
  limited: { ...brief, faults: { ...noFaults, rateLimited: 0.3 } },
  /** No delay at all. */
  instant: {
    ...brief,
    firstTokenMs: { p50: 0, sigma: 0 },
    msPerToken: { p50: 0, sigma: 0 },
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof presets;

export const isPresetName = (name: string): name is PresetName => Object.hasOwn(presets, name);
