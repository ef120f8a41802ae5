/** A launch: a fresh pair of processes on fresh databases, with the services they need. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Variant } from '../config/config.ts';
import type { Load, Service } from '../config/scenario.ts';
import { type ServerProcess, startServer } from '../launch/server-process.ts';
import { type Generator, startGenerator } from '../load/generator/generator-process.ts';
import type { Launch, Trial } from '../plan/trial.ts';
import { openProbe, type ProbeReader } from '../probe/read-probe.ts';
import type { Side } from '../record/arm-result.ts';
import type { Rig } from './rig.ts';

const probePath = fileURLToPath(new URL('../probe/probe.cjs', import.meta.url));

export interface LaunchedSide {
  readonly server: ServerProcess;
  readonly databaseUrl: string | null;
  readonly probe: ProbeReader | null;
  /** Where its probe writes. */
  readonly probeFile: string;
}

/** What else a measured process is started with, in a pass that takes no times. */
export interface Look {
  readonly pass: 'diagnosis' | 'count' | null;
  readonly environment: Readonly<Record<string, string>>;
}

/** Traces are a look of their own: an endpoint of the caller's never reaches any other. */
export const withoutTraces = {
  OTEL_EXPORTER_OTLP_ENDPOINT: '',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: '',
};

const timing: Look = { pass: null, environment: withoutTraces };

/** One that was started. */
export function sideOf({ sides }: LaunchedSides, side: Side): LaunchedSide {
  const launched = sides[side];
  if (!launched) throw new Error(`the ${side} was not started`);
  return launched;
}

/** One side or both, with what they need. */
export interface LaunchedSides {
  readonly sides: Readonly<Partial<Record<Side, LaunchedSide>>>;
  readonly services: readonly RunningService[];
  readonly generator: Generator;
  readonly close: () => Promise<void>;
}

export interface LaunchedPair extends LaunchedSides {
  readonly sides: Readonly<Record<Side, LaunchedSide>>;
}

export interface RunningService {
  readonly service: Service;
  readonly server: ServerProcess;
  readonly url: string;
}

/** Starts everything, in the launch's order; what was started is stopped again when a part fails. */
export async function openLaunch(trial: Trial, launch: Launch, rig: Rig): Promise<LaunchedPair> {
  const opened = await openSides(trial, launch.startOrder, rig);
  const { baseline, candidate } = opened.sides;
  if (!baseline || !candidate) throw new Error('a launch starts both sides');
  return { ...opened, sides: { baseline, candidate } };
}

/** The same for the sides that are named, in that order. */
export function openSides(
  trial: Trial,
  order: readonly Side[],
  rig: Rig,
  look = timing,
): Promise<LaunchedSides> {
  return withStops(async (stops, close) => {
    const { services, provided } = await startServices(trial, rig, stops);
    const sides: Partial<Record<Side, LaunchedSide>> = {};
    for (const side of order) {
      sides[side] = await startSide(side, trial, { provided, look }, rig, stops);
    }
    const generator = await startGenerator({
      source: trial.scenario.source,
      cores: rig.cores.helpers,
    });
    stops.push(() => generator.stop());
    return { sides, services, generator, close };
  });
}

/** Starts the baseline alone, with its services, for somebody who wants to look at it. */
export function openAlone(
  trial: Trial,
  rig: Rig,
): Promise<{ readonly side: LaunchedSide; readonly close: () => Promise<void> }> {
  return withStops(async (stops, close) => {
    const { provided } = await startServices(trial, rig, stops);
    const side = await startSide('baseline', trial, { provided, look: timing }, rig, stops);
    return { side, close };
  });
}

/** What a side needs, for somebody else to start it. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  readonly databaseUrl: string | null;
  readonly generator: Generator;
  readonly close: () => Promise<void>;
}

export function openAround(trial: Trial, side: Side, rig: Rig): Promise<Surroundings> {
  return withStops(async (stops, close) => {
    const { provided } = await startServices(trial, rig, stops);
    const databaseUrl = await freshDatabase(side, trial, rig);
    const { source } = trial.scenario;
    const generator = await startGenerator({ source, cores: rig.cores.helpers });
    stops.push(() => generator.stop());
    const environment = {
      ...ownEnvironment(trial[side], trial, provided, databaseUrl),
      ...withoutTraces,
    };
    return { environment, databaseUrl, generator, close };
  });
}

/** Null where the scenario has none. */
async function freshDatabase(side: Side, trial: Trial, rig: Rig): Promise<string | null> {
  if (!rig.postgres || !trial.scenario.scenario.database) return null;
  return rig.postgres.recreateDatabase(`${side}_${process.pid}`);
}

type Stops = (() => Promise<unknown>)[];

async function withStops<T>(
  open: (stops: Stops, close: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const stops: Stops = [];
  const close = async (): Promise<void> => {
    await Promise.allSettled(stops.splice(0).map((stop) => stop()));
  };
  try {
    return await open(stops, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function startServices(trial: Trial, rig: Rig, stops: Stops) {
  const needed = trial.scenario.scenario.services.filter(isNeeded);
  const services = await Promise.all(
    needed.map((service) => startService(service, trial, rig, stops)),
  );
  const provided = Object.assign({}, ...services.map(providedBy)) as Record<string, string>;
  return { services, provided };
}

/** A real service stands in when the caller's environment has all that this one would provide. */
const isNeeded = (service: Service): boolean =>
  !Object.keys(service.provides).every((name) => process.env[name]);

const providedBy = ({ service, url }: RunningService): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service.provides).map(([name, value]) => [name, value.replace('{url}', url)]),
  );

async function startService(
  service: Service,
  trial: Trial,
  rig: Rig,
  stops: Stops,
): Promise<RunningService> {
  const server = await startServer({
    name: `service ${service.name}`,
    command: [process.execPath, ...service.node],
    // Of a base to compare with, only the server is an older one.
    cwd: trial.candidate.cwd,
    environment: service.environment,
    readyPath: service.readyPath,
    cores: rig.cores.helpers,
    signal: rig.signal,
  });
  stops.push(() => server.stop());
  return { service, server, url: server.url };
}

interface Given {
  /** By the services. */
  readonly provided: Readonly<Record<string, string>>;
  readonly look: Look;
}

async function startSide(
  side: Side,
  trial: Trial,
  given: Given,
  rig: Rig,
  stops: Stops,
): Promise<LaunchedSide> {
  const variant = trial[side];
  const databaseUrl = await freshDatabase(side, trial, rig);
  const probeFile = join(rig.probeFolder, `${side}-${process.hrtime.bigint()}.ndjson`);
  const server = await startServer({
    name: variant.name,
    command: variant.command,
    cwd: variant.cwd,
    environment: environmentOf(variant, trial, given, databaseUrl, probeFile),
    readyPath: variant.readyPath,
    cores: rig.cores.measured,
    signal: rig.signal,
  });
  stops.push(() => server.stop());
  const probe = existsSync(probeFile) ? openProbe(probeFile) : null;
  return { server, databaseUrl, probe, probeFile };
}

function environmentOf(
  variant: Variant,
  trial: Trial,
  { provided, look }: Given,
  databaseUrl: string | null,
  probeFile: string,
): Readonly<Record<string, string>> {
  const options = process.env['NODE_OPTIONS'] ?? '';
  return {
    ...ownEnvironment(variant, trial, provided, databaseUrl),
    NODE_OPTIONS: `${options} --require ${JSON.stringify(probePath)}`.trim(),
    TANDEM_PROBE_FILE: probeFile,
    TANDEM_PROBE_EVERY_MS: `${probeEveryMs(trial.load)}`,
    ...(trial.soak === null || look.pass !== null
      ? {}
      : { TANDEM_PROBE_COLLECT_EVERY_MS: `${trial.soak.collectEveryMs}` }),
    ...(look.pass === null ? {} : { TANDEM_PROBE_PASS: look.pass }),
    ...look.environment,
  };
}

/** Without the probe. */
const ownEnvironment = (
  variant: Variant,
  trial: Trial,
  provided: Given['provided'],
  databaseUrl: string | null,
): Readonly<Record<string, string>> => ({
  ...provided,
  ...trial.scenario.scenario.environment,
  ...variant.environment,
  ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
});

/** A short arm must not wait long for the line that closes it. */
const probeEveryMs = (load: Load): number =>
  load.kind === 'open' && load.armMs <= shortArmMs ? 100 : 250;
const shortArmMs = 500;
