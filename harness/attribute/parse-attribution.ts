/** What `attribute` was asked for, parsed once. */
import type { Claim } from '../config/claim.ts';
import type { LoadedScenario, Variant } from '../config/config.ts';
import { loadClaims } from '../config/load-claims.ts';
import { type ConfigFile, loadConfigFile } from '../config/load-config.ts';
import { unknownName } from '../config/nearest.ts';
import {
  type CompareFlags,
  type Config,
  loadScenarios,
  parseConfig,
} from '../config/parse-config.ts';
import { parseVariant } from '../config/parse-variant.ts';
import { usageError } from '../error.ts';
import { type MetricName, metricNames } from '../record/metric.ts';
import type { AskedAttribution } from '../record/recording.ts';
import { fewestFixes, mostFixes } from './design.ts';
import { isOn, type Mix } from './mix.ts';

/** What a run that is gone on with says itself. */
export const recordedFlags = [
  'baseline',
  'candidate',
  'url',
  'method',
  'header',
  'body',
  'rate',
  'duration',
  'seed',
] as const;
type RecordedFlag = (typeof recordedFlags)[number];

/** The flags of `attribute` as they were typed. */
export interface AttributeFlags extends Pick<CompareFlags, RecordedFlag | 'out' | 'json'> {
  readonly factors?: string;
  readonly metric?: readonly string[];
  readonly thorough?: boolean;
  readonly crossCheck?: boolean;
  readonly claims?: boolean;
}

export interface AttributionConfig extends Config {
  readonly asked: AskedAttribution;
  readonly scenario: LoadedScenario;
  /** By name: that one, and those that claims are about. */
  readonly scenarioOf: (name: string) => LoadedScenario;
  /** The baseline with the factors of this mix on: bit i stands for factor i. */
  readonly variantOf: (mix: Mix) => Variant;
}

/** Beside the scenario's metric of interest. */
const usualMetrics: readonly MetricName[] = [
  'response.p50',
  'response.p95',
  'overhead.p50',
  'cpu.msPerOperation',
  'cpu.withDatabaseMsPerOperation',
  'db.statementsPerOperation',
];

/** Throws a usage error with what was expected, what came and what to write instead. */
export async function parseAttribution(
  name: string | undefined,
  flags: AttributeFlags,
  cwd: string,
): Promise<AttributionConfig> {
  const file = await loadConfigFile(cwd);
  const wanted = flags.url === undefined ? (name ?? file.config.compare?.[0]) : name;
  const typed = Object.fromEntries(
    recordedFlags.flatMap((flag) => (flags[flag] === undefined ? [] : [[flag, flags[flag]]])),
  );
  const asOut = flags.out === undefined ? {} : { out: flags.out };
  const config = await parseConfig(
    wanted === undefined ? [] : [wanted],
    { ...typed, ...asOut },
    cwd,
  );
  const [scenario] = config.scenarios;
  if (!scenario) throw usageError('nothing to measure: name a scenario.');
  const factors = factorsOf(config, flags.factors, file);
  const { metricOfInterest } = scenario.scenario;
  const metrics = flags.metric?.map(metricOf) ?? [metricOfInterest, ...usualMetrics];
  const isAll = factors.length === Object.keys(file.config.fixes ?? {}).length;
  const claims = await claimsOf(file, isAll && flags.url === undefined, flags.claims ?? false);
  return {
    ...config,
    scenario,
    scenarioOf: await scenariosOf(scenario, claims, file),
    variantOf: (mix) => {
      const on = factors.filter((_, index) => isOn(mix, index));
      const text = [config.baseline.name, ...on.map(({ fix }) => fix)].join('+');
      return parseVariant(text, file, cwd);
    },
    asked: {
      scenario: scenario.scenario.name,
      flags: typed,
      seed: config.seed,
      factors,
      metrics: [...new Set(metrics)],
      thorough: flags.thorough ?? false,
      crossCheck: flags.crossCheck ?? false,
      claims,
      checkClaims: flags.claims ?? false,
    },
  };
}

/** Claims are about scenarios of the configuration, and about all its fixes. */
async function claimsOf(
  file: ConfigFile,
  judgeable: boolean,
  asked: boolean,
): Promise<readonly Claim[]> {
  const { claims } = file.config;
  if (claims !== undefined && judgeable) return knownFixes(await loadClaims(file, claims), file);
  if (!asked) return [];
  throw usageError(
    claims === undefined
      ? '--claims needs claims in tandem.config: a module that exports them.'
      : '--claims is about all fixes of tandem.config, on its scenarios: leave out --factors and --url, and take a baseline with none of them on.',
  );
}

/** The same claims. Throws a usage error for a fix that is not there. */
function knownFixes(claims: readonly Claim[], { config }: ConfigFile): readonly Claim[] {
  const known = Object.keys(config.fixes ?? {});
  const named = claims.flatMap(({ measure }) => {
    if (measure.of === 'nothing') return [];
    return measure.of === 'attribution' ? [measure.fixes] : [measure.from, measure.to];
  });
  for (const fix of named.flatMap((fixes) => (fixes === 'all' ? [] : fixes))) {
    if (!known.includes(fix)) throw unknownName('fix of a claim', fix, known);
  }
  return claims;
}

async function scenariosOf(
  attributed: LoadedScenario,
  claims: readonly Claim[],
  file: ConfigFile,
): Promise<AttributionConfig['scenarioOf']> {
  const known = claims.length === 0 ? [] : await loadScenarios(file);
  const byName = new Map([...known, attributed].map((each) => [each.scenario.name, each]));
  for (const { measure } of claims) {
    if (measure.of !== 'comparison' || byName.has(measure.scenario)) continue;
    throw unknownName('scenario of a claim', measure.scenario, [...byName.keys()]);
  }
  return (name) => {
    const found = byName.get(name);
    if (!found) throw unknownName('scenario', name, [...byName.keys()]);
    return found;
  };
}

/** The flags of a run that is gone on with; more may be asked of it now. */
export const resumedFlags = (
  recorded: AskedAttribution,
  flags: AttributeFlags,
): AttributeFlags => ({
  ...recorded.flags,
  ...flags,
  factors: recorded.factors.map(({ fix }) => fix).join(','),
  metric: recorded.metrics,
  thorough: recorded.thorough || (flags.thorough ?? false),
  crossCheck: recorded.crossCheck || (flags.crossCheck ?? false),
  claims: recorded.checkClaims || (flags.claims ?? false),
});

function metricOf(name: string): MetricName {
  const known = metricNames.find((each) => each === name);
  if (!known) throw unknownName('metric', name, metricNames);
  return known;
}

/** Those the candidate has and the baseline has not, in the configuration's order. */
function factorsOf(
  config: Config,
  wanted: string | undefined,
  file: ConfigFile,
): AskedAttribution['factors'] {
  const { baseline, candidate } = config;
  requireSameServer(baseline, candidate, file);
  const declared = file.config.fixes ?? {};
  const apart = candidate.fixes.filter((fix) => !baseline.fixes.includes(fix));
  const names = wanted === undefined ? apart : chosen(wanted, apart);
  if (names.length < fewestFixes || names.length > mostFixes) {
    const which =
      wanted === undefined
        ? `${baseline.name} and ${candidate.name} differ by ${names.length}`
        : `--factors names ${names.length}`;
    const instead =
      names.length < fewestFixes ? 'for one fix, compare is enough' : 'name fewer by --factors';
    throw usageError(
      `attribute tells ${fewestFixes} to ${mostFixes} fixes apart, and ${which}: ${instead}.`,
    );
  }
  return names.map((fix) => ({ fix, finding: declared[fix]?.finding ?? null }));
}

function chosen(text: string, apart: readonly string[]): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) {
    throw usageError(
      `--factors takes names with a comma between them, such as ${apart.slice(0, 2).join(',')}, and came as '${text}'.`,
    );
  }
  for (const name of names) if (!apart.includes(name)) throw unknownName('factor', name, apart);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw usageError(`--factors names ${twice} twice: name each once.`);
  return apart.filter((fix) => names.includes(fix));
}

/** Only fixes may tell the sides apart, or the parts would not add up to what is between them. */
function requireSameServer(baseline: Variant, candidate: Variant, file: ConfigFile): void {
  const nameOf = ({ name }: Variant) => /^[a-z][a-z0-9_]*/i.exec(name)?.[0] ?? '';
  const bare = [baseline, candidate].map((variant) => file.config.variants[nameOf(variant)]);
  const [first, second] = bare.map((declared) =>
    JSON.stringify([declared?.command, Object.entries(declared?.environment ?? {}).sort()]),
  );
  if (first === second && bare.every((declared) => declared !== undefined)) return;
  throw usageError(
    `attribute switches the fixes of one server on and off: ${baseline.name} and ${candidate.name} must be variants of tandem.config with the same command, which differ by their fixes alone.`,
  );
}
