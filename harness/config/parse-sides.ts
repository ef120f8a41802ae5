/** What a command on one variant, or on two, was asked for. */
import type { Side } from '../record/arm-result.ts';
import { type CompareFlags, type Config, parseConfig } from './parse-config.ts';

/** The flags of such a command as they were typed. */
export interface SideFlags
  extends Pick<
    CompareFlags,
    'url' | 'method' | 'header' | 'body' | 'rate' | 'duration' | 'seed' | 'out' | 'json'
  > {
  readonly scenario?: string;
}

export interface SidesConfig extends Config {
  /** One side, or both in turn. */
  readonly sides: readonly Side[];
}

/** Throws a usage error with what was expected, what came and what to write instead. */
export async function parseSides(
  variant: string,
  candidate: string | undefined,
  { scenario, ...flags }: SideFlags,
  cwd: string,
): Promise<SidesConfig> {
  const config = await parseConfig(
    scenario === undefined ? [] : [scenario],
    // Without a candidate it is never started, and the variant stands in.
    { ...flags, baseline: variant, candidate: candidate ?? variant },
    cwd,
  );
  return { ...config, sides: candidate === undefined ? ['baseline'] : ['baseline', 'candidate'] };
}
