/**
 * What the simulated model does with one call: a pure function of the call's identity. Nothing is
 * drawn from a shared stream, so the order in which a variant makes its calls changes none of them.
 */
import { seededRandom } from '../../harness/index.ts';
import { drawLogNormal } from './draw.ts';
import { type Preset, type PresetName, presets } from './preset.ts';

export interface CallIdentity {
  readonly seed: string;
  readonly runKey: string;
  readonly step: string;
  /** From 0. */
  readonly attempt: number;
}

export interface ModelSettings {
  readonly seed: string;
  readonly preset: PresetName;
  /** Multiplies every delay. */
  readonly timeScale: number;
}

/** Durations in ms after the request arrived, already scaled. */
export type CallPlan =
  | {
      /** `reset` breaks the connection off when its (fewer) tokens are out. */
      readonly kind: 'ok' | 'reset';
      readonly firstTokenMs: number;
      readonly tokens: number;
      readonly msPerToken: number;
    }
  | { readonly kind: 'rateLimited'; readonly retryAfterMs: number }
  | { readonly kind: 'serverError'; readonly status: 500 | 503; readonly firstTokenMs: number }
  /** Not one byte ever comes. */
  | { readonly kind: 'hang' };

/** From this attempt on no call fails, so that with two retries no run does. */
const firstSafeAttempt = 2;

/** In ms before scaling: below every runtime's idle timeout, so that only a hang runs into it. */
const longestFirstTokenMs = 20_000;

const tokenLimits = { min: 8, max: 1200 };

/** The plan of one call. Draws are made in a fixed order, whatever is done with them. */
export function planCall(call: CallIdentity & ModelSettings): CallPlan {
  const preset: Preset = presets[call.preset];
  const random = seededRandom(
    JSON.stringify(['call', call.seed, call.runKey, call.step, call.attempt]),
  );
  const fault = random();
  const [stalls, stallFactor] = [random() < preset.stalls, 4 + 4 * random()];
  const stall = stalls ? stallFactor : 1;
  const firstTokenMs =
    Math.min(longestFirstTokenMs, stall * drawLogNormal(preset.firstTokenMs, random)) *
    call.timeScale;
  const msPerToken = drawLogNormal(preset.msPerToken, random) * call.timeScale;
  const detail = random();
  const tokens = plannedTokens(call);

  switch (faultAt(fault, call.attempt, preset)) {
    case 'rateLimited':
      return {
        kind: 'rateLimited',
        retryAfterMs: Math.round((500 + 500 * detail) * call.timeScale),
      };
    case 'serverError':
      return { kind: 'serverError', status: detail < 0.5 ? 500 : 503, firstTokenMs };
    case 'reset':
      return {
        kind: 'reset',
        firstTokenMs,
        tokens: 1 + Math.floor((tokens - 1) * detail),
        msPerToken,
      };
    case 'hang':
      return { kind: 'hang' };
    case null:
      return { kind: 'ok', firstTokenMs, tokens, msPerToken };
  }
}

/** The length of a step's answer: the same on every attempt, as the answer itself. */
export function plannedTokens(call: Omit<CallIdentity, 'attempt'> & ModelSettings): number {
  const random = seededRandom(JSON.stringify(['answer', call.seed, call.runKey, call.step]));
  const tokens = Math.round(drawLogNormal(presets[call.preset].tokens, random));
  return Math.min(tokenLimits.max, Math.max(tokenLimits.min, tokens));
}

/** From the request to the last byte (of a reset: to the break), in ms; null for a hang. */
export function plannedMs(plan: CallPlan): number | null {
  switch (plan.kind) {
    case 'ok':
    case 'reset':
      return plan.firstTokenMs + (plan.tokens - 1) * plan.msPerToken;
    case 'rateLimited':
      return 0;
    case 'serverError':
      return plan.firstTokenMs;
    case 'hang':
      return null;
  }
}

type Fault = keyof Preset['faults'];

const faultsInOrder: readonly Fault[] = ['rateLimited', 'serverError', 'reset', 'hang'];

function faultAt(draw: number, attempt: number, preset: Preset): Fault | null {
  if (attempt >= firstSafeAttempt) return null;
  let upTo = 0;
  for (const fault of faultsInOrder) {
    upTo += preset.faults[fault];
    if (draw < upTo) return fault;
  }
  return null;
}
