/** What `compare` was asked for, parsed once: from here on nothing is optional. */
import { resolve } from 'node:path';
import { usageError } from '../error.ts';
import type { LoadedScenario, RequestLoad, Variant } from './config.ts';
import { type ConfigFile, loadConfigFile } from './load-config.ts';
import { loadModules } from './load-modules.ts';
import { unknownName } from './nearest.ts';
import { parseDurationMs, parsePositive } from './parse-number.ts';
import { parseVariant } from './parse-variant.ts';
import { scenarioOfRequest } from './request-scenario.ts';
import { isScenario } from './scenario.ts';

/** The flags of `compare` as they were typed. */
export interface CompareFlags {
  readonly baseline?: string;
  readonly candidate?: string;
  readonly url?: string;
  readonly method?: string;
  readonly header?: readonly string[];
  readonly body?: string;
  readonly rate?: string;
  readonly duration?: string;
  readonly budget?: string;
  readonly soak?: string;
  readonly seed?: string;
  readonly out?: string;
  readonly quick?: boolean;
  readonly json?: boolean;
}

export interface Config {
  readonly baseline: Variant;
  readonly candidate: Variant;
  readonly scenarios: readonly LoadedScenario[];
  readonly seed: string;
  readonly quick: boolean;
  /** Measure for at most so long, in ms; null: as long as the scenarios say. */
  readonly budgetMs: number | null;
  /** Length of an arm for `--duration`, in ms; null: as long as the scenario says. */
  readonly durationMs: number | null;
  /** A leak check: one scenario is driven for so long, in ms; null: a comparison. */
  readonly soakMs: number | null;
  readonly out: string;
  /** Near-equal versions are to be told apart: warmed up until nothing changes, with control units. */
  readonly gate: boolean;
}

/** Throws a usage error with what was expected, what came and what to write instead. */
export async function parseConfig(
  names: readonly string[],
  flags: CompareFlags,
  cwd: string,
): Promise<Config> {
  const file = await loadConfigFile(cwd);
  const request = parseRequest(flags);
  if (request && names.length > 0) {
    throw usageError(`--url is a scenario of its own: leave out ${names.join(', ')}, or --url.`);
  }
  const [first, second] = Object.keys(file.config.variants);
  return {
    baseline: parseVariant(sideOf('baseline', flags.baseline ?? first), file, cwd),
    candidate: parseVariant(sideOf('candidate', flags.candidate ?? second), file, cwd),
    scenarios: request
      ? [{ scenario: scenarioOfRequest(request), source: { kind: 'request', request } }]
      : await chooseScenarios(names, file),
    seed: flags.seed ?? '1',
    quick: flags.quick ?? false,
    budgetMs: flags.budget === undefined ? null : parseDurationMs('--budget', flags.budget),
    durationMs:
      flags.duration === undefined || request
        ? null
        : parseDurationMs('--duration', flags.duration),
    soakMs: soakMs(flags),
    out: resolve(cwd, flags.out ?? 'reports'),
    gate: false,
  };
}

/** How long a soak is, nobody else may say. */
function soakMs(flags: CompareFlags): number | null {
  if (flags.soak === undefined) return null;
  const stray = (['quick', 'budget', 'duration'] as const).find(
    (flag) => flags[flag] !== undefined,
  );
  if (stray) throw usageError(`--soak says how long it takes: leave out --${stray}.`);
  return parseDurationMs('--soak', flags.soak);
}

function sideOf(side: string, variant: string | undefined): string {
  if (variant !== undefined) return variant;
  throw usageError(
    `there is no ${side}: give a command, --${side} 'node server.js', or declare two variants in a tandem.config.ts here.`,
  );
}

/** The scenarios of a configuration, in its order. */
export async function loadScenarios(file: ConfigFile): Promise<readonly LoadedScenario[]> {
  const modules = await loadModules('scenario', file.config.scenarios ?? [], file.folder);
  return modules.flatMap(({ url, module }) =>
    Object.values(module)
      .filter(isScenario)
      .map((scenario): LoadedScenario => {
        return { scenario, source: { kind: 'module', url, name: scenario.name } };
      }),
  );
}

async function chooseScenarios(
  names: readonly string[],
  file: ConfigFile,
): Promise<readonly LoadedScenario[]> {
  const all = await loadScenarios(file);
  const known = all.map(({ scenario }) => scenario.name);
  const wanted = names.length > 0 ? names : (file.config.compare ?? known);
  if (wanted.length === 0) {
    throw usageError('nothing to measure: name a scenario, or give --url /path and --rate 100.');
  }
  return wanted.map((name) => {
    const found = all.find(({ scenario }) => scenario.name === name);
    if (!found) throw unknownName('scenario', name, known);
    return found;
  });
}

function parseRequest(flags: CompareFlags): RequestLoad | null {
  if (flags.url === undefined) {
    const stray = (['method', 'header', 'body', 'rate'] as const).find(
      (flag) => flags[flag] !== undefined,
    );
    if (stray) throw usageError(`--${stray} needs --url: the path that is asked for.`);
    return null;
  }
  if (!/^\/[!-~]*$/.test(flags.url)) {
    throw usageError(
      `--url takes a path such as /orders?page=2, without host, and came as '${flags.url}': Tandem starts both servers itself.`,
    );
  }
  const method = (flags.method ?? 'GET').toUpperCase();
  if (!/^[A-Z]+$/.test(method)) {
    throw usageError(`--method takes an HTTP method such as POST, and came as '${flags.method}'.`);
  }
  return {
    method,
    path: flags.url,
    headers: Object.fromEntries((flags.header ?? []).map(parseHeader)),
    body: flags.body ?? null,
    ratePerSecond: parsePositive('--rate', flags.rate ?? '100', 'operations a second'),
    durationMs: parseDurationMs('--duration', flags.duration ?? '32s'),
  };
}

/** A field name is a token, a value has no control characters (RFC 9110, 5.1 and 5.5). */
const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t -~\u0080-\u00ff]*)$/;

function parseHeader(text: string): [string, string] {
  const [, name, value] = headerLine.exec(text) ?? [];
  if (name === undefined || value === undefined) {
    throw usageError(
      `--header takes 'name: value', a name without spaces and a value without control characters, and came as '${text}'.`,
    );
  }
  return [name.toLowerCase(), value.trim()];
}
