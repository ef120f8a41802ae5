/** What `gate` was asked for, parsed once. */
import type { LoadedScenario, TandemConfig } from '../config/config.ts';
import { loadConfigFile } from '../config/load-config.ts';
import { type CompareFlags, type Config, parseConfig } from '../config/parse-config.ts';
import { scenarioOfRequest } from '../config/request-scenario.ts';
import { usageError } from '../error.ts';
import { openBase } from './base-version.ts';
import { type AskedLimits, askedLimits } from './limit.ts';
import { moveVariant } from './move-variant.ts';

/** The flags of `gate` as they were typed. */
export interface GateFlags extends CompareFlags {
  readonly base?: string;
  readonly limit?: readonly string[];
  readonly failOnUnsure?: boolean;
}

export interface GateConfig extends Config, AskedLimits {
  readonly failOnUnsure: boolean;
  /** The same in arms four times as long; null where a scenario says how long its arms are. */
  readonly inLongerArms: (() => GateConfig) | null;
}

/** What is measured when nothing is named. */
const usualScenario = 'gate';
/** Of a measurement by --url. */
const usualDuration = '60s';
/** Makes a checkout ready to start, unless the configuration says how. */
const usualInstall = 'npm ci && npm run build --if-present';
/** Noise lasts for seconds: sides that change places more often meet the same of it. */
const shortestArmMs = 250;
/** For servers whose queues need longer to build up. */
const longerArmsMs = 1000;
/** A fresh pair of processes may differ from another by more than its units tell. */
const launchesOfRequest = 4;

/** Throws a usage error with what was expected, what came and what to write instead. */
export async function parseGate(
  name: string | undefined,
  flags: GateFlags,
  cwd: string,
  signal?: AbortSignal,
): Promise<GateConfig> {
  const { config: file } = await loadConfigFile(cwd);
  const named = name ?? (flags.url === undefined ? (file.gate?.scenario ?? usualScenario) : null);
  const whole = {
    ...(flags.url === undefined ? {} : { duration: usualDuration }),
    ...(flags.base === undefined ? {} : onItsOwn(flags, Object.keys(file.variants))),
    ...flags,
  };
  const config = await parseConfig(named === null ? [] : [named], whole, cwd);
  const asked: AskedLimits = askedLimits(flags.limit, file.gate?.limits);
  const inArms = (armMs: number) => config.scenarios.map((loaded) => inArmsOf(armMs, loaded));
  const scenarios = inArms(shortestArmMs);
  // A base takes minutes to build: whatever else may be wrong was said above.
  const against =
    flags.base === undefined ? config : await withBase(config, flags, file.gate, cwd, signal);
  const gate: GateConfig = {
    ...against,
    ...asked,
    scenarios,
    failOnUnsure: flags.failOnUnsure ?? false,
    gate: true,
    inLongerArms: null,
  };
  if (flags.url === undefined) return gate;
  return { ...gate, inLongerArms: () => ({ ...gate, scenarios: inArms(longerArmsMs) }) };
}

/** Against its base, one variant is enough; until that is there, it stands in for its base. */
function onItsOwn({ candidate }: GateFlags, variants: readonly string[]): CompareFlags {
  const only = candidate ?? variants[1] ?? variants[0];
  return only === undefined ? {} : { baseline: only, candidate: only };
}

/** The candidate as it was at the base: same command, same environment, its folder and files there. */
async function withBase(
  config: Config,
  { base = '', baseline }: GateFlags,
  declared: TandemConfig['gate'],
  cwd: string,
  signal: AbortSignal | undefined,
): Promise<Config> {
  if (baseline !== undefined) {
    throw usageError('--base is the baseline: leave out --baseline, or --base.');
  }
  const { candidate } = config;
  const install = declared?.install ?? usualInstall;
  const { commit, folder, root } = await openBase(base, install, cwd, signal);
  const name = `${candidate.name} at ${commit.slice(0, 7)}`;
  return { ...config, baseline: { ...moveVariant(candidate, root, folder), name } };
}

function inArmsOf(shortestArmMs: number, loaded: LoadedScenario): LoadedScenario {
  const { scenario, source } = loaded;
  if (scenario.load.kind === 'episode') {
    throw usageError(
      `${scenario.name} is a burst: gate takes a scenario with an open load, and tandem list shows which they are.`,
    );
  }
  if (source.kind !== 'request') return loaded;
  const request = { ...source.request, shortestArmMs };
  const short = scenarioOfRequest(request);
  return {
    scenario: { ...short, trial: { ...short.trial, launches: launchesOfRequest } },
    source: { kind: 'request', request },
  };
}
