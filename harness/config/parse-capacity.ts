/** What `capacity` was asked for, parsed once. */
import { usageError } from '../error.ts';
import type { LoadedScenario } from './config.ts';
import { parseDurationMs } from './parse-number.ts';
import { parseSides, type SideFlags, type SidesConfig } from './parse-sides.ts';
import type { Load } from './scenario.ts';

export interface CapacityConfig extends SidesConfig {
  /** One, with an open load. */
  readonly scenarios: readonly [LoadedScenario];
  /** The scenario's own rate. */
  readonly ratePerSecond: number;
  /** How long each step loads a side; whole seconds. */
  readonly stepMs: number;
}

/** Throws a usage error with what was expected, what came and what to write instead. */
export async function parseCapacity(
  variant: string,
  candidate: string | undefined,
  flags: SideFlags,
  cwd: string,
): Promise<CapacityConfig> {
  const { duration, ...shared } = flags;
  const config = await parseSides(variant, candidate, shared, cwd);
  const { loaded, load } = openLoadOf(config.scenarios, flags.scenario);
  return {
    ...config,
    scenarios: [loaded],
    ratePerSecond: load.ratePerSecond,
    stepMs: wholeSeconds(
      duration === undefined ? usualStepMs(load) : parseDurationMs('--duration', duration),
    ),
  };
}

type OpenLoad = Load & { readonly kind: 'open' };

function openLoadOf(scenarios: readonly LoadedScenario[], named: string | undefined) {
  for (const loaded of scenarios) {
    const { load } = loaded.scenario;
    if (load.kind === 'open') return { loaded, load };
  }
  throw usageError(
    `${named ?? 'every scenario here'} is a burst and has no rate: capacity takes one with an open load, and tandem list shows which they are.`,
  );
}

const leastStepMs = 5000;
/** An arm lasts three times the slower responses at least; what grows is to be told from what starts. */
const armsInStep = 1.5;

const usualStepMs = ({ armMs }: OpenLoad): number => Math.max(leastStepMs, armsInStep * armMs);

const wholeSeconds = (ms: number): number => Math.ceil(ms / 1000) * 1000;
