/** What `capacity` was asked for, parsed once. */
import { usageError } from '../error.ts';
import type { Side } from '../record/arm-result.ts';
import type { LoadedScenario } from './config.ts';
import { type CompareFlags, type Config, parseConfig } from './parse-config.ts';
import { parseDurationMs } from './parse-number.ts';
import type { Load } from './scenario.ts';

/** The flags of `capacity` as they were typed. */
export interface CapacityFlags
  extends Pick<
    CompareFlags,
    'url' | 'method' | 'header' | 'body' | 'rate' | 'duration' | 'seed' | 'out' | 'json'
  > {
  readonly scenario?: string;
}

export interface CapacityConfig extends Config {
  /** One side, or both in turn. */
  readonly sides: readonly Side[];
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
  flags: CapacityFlags,
  cwd: string,
): Promise<CapacityConfig> {
  const { scenario, duration, ...shared } = flags;
  const config = await parseConfig(
    scenario === undefined ? [] : [scenario],
    // Without a candidate it is never started, and the variant stands in.
    { ...shared, baseline: variant, candidate: candidate ?? variant },
    cwd,
  );
  const { loaded, load } = openLoadOf(config.scenarios, scenario);
  return {
    ...config,
    sides: candidate === undefined ? ['baseline'] : ['baseline', 'candidate'],
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
