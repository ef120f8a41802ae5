/**
 * One launch of the benchmark of probes: a server without a meter and one with, loaded at the same time
 * on the same core, so that what the machine does to one it does to the other. In turn, an operation of
 * one server cost 0.9 to 2.4 ms of CPU from one half second to the next here.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadedScenario, Variant } from '../../harness/config/config.ts';
import { startServer } from '../../harness/launch/server-process.ts';
import { type Generator, startGenerator } from '../../harness/load/generator/generator-process.ts';
import { seededRandom } from '../../harness/load/random.ts';
import type { Rig } from '../../harness/run/rig.ts';
import { type InstalledMeter, type Meter, meters, type Surroundings } from './meters.ts';
import { cpuMsBetween, lastDescendant, readCpu } from './thread-cpu.ts';

export interface Subject {
  readonly title: string;
  readonly variant: Variant;
  readonly scenario: LoadedScenario;
  readonly ratePerSecond: number;
}

/** CPU µs an operation in the same two seconds: of the server without a meter, and of the one with it. */
export interface UnitCosts {
  readonly plain: number;
  readonly metered: number;
  /** Operations that did not complete: then costs an operation say nothing. */
  readonly lost: number;
}

/** One line of docs/bench-probe.ndjson. */
export interface LaunchCosts {
  readonly subject: string;
  readonly meter: string;
  readonly launch: number;
  /** ISO 8601. */
  readonly at: string;
  /** Of the machine before it, over one minute: other work that ran beside. */
  readonly loadBefore: number;
  readonly units: readonly UnitCosts[];
}

interface Measured {
  readonly name: string;
  readonly title: string;
  readonly meter: InstalledMeter;
  readonly url: string;
  readonly databaseUrl: string | null;
  /** Of the server itself, whoever started it. */
  readonly pid: number;
}

const unitMs = 2000;
const warmUpMs = 8000;
/** Work that a server or a meter puts off until after the answer, for up to so long, is counted. */
const settleMs = 100;
const unitsOfLaunch = 12;

/** Throws when a meter measured nothing; cut short when the rig's signal aborts. */
export async function measureLaunch(
  subject: Subject,
  meter: string,
  launch: number,
  rig: Rig,
): Promise<LaunchCosts> {
  const at = new Date().toISOString();
  const loadBefore = Number((loadavg()[0] ?? 0).toFixed(2));
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bench-probe-'));
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const seed = `${meter}/${launch}`;
    const names = shuffled(['plain', meter], `${seed}/start`);
    const servers = await startAll(subject, names, folder, rig, stops);
    const load = loader(subject, await startGenerators(subject, servers, rig, stops));
    await load(`${seed}/warm-up`, warmUpMs);
    const units: UnitCosts[] = [];
    for (let unit = 0; unit < unitsOfLaunch && !rig.signal.aborted; unit += 1) {
      units.push(await load(`${seed}/${unit}`, unitMs));
    }
    for (const each of servers) await checkMeter(each);
    return { subject: subject.title, meter, launch, at, loadBefore, units };
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** In this order, all on the core that is measured. */
async function startAll(
  subject: Subject,
  names: readonly string[],
  folder: string,
  rig: Rig,
  stops: (() => unknown)[],
): Promise<readonly Measured[]> {
  const sink = await startServer({
    name: 'span sink',
    command: [process.execPath, 'dist/scripts/bench-probe/span-sink.js'],
    cwd: process.cwd(),
    environment: {},
    readyPath: '/',
    cores: rig.cores.helpers,
    signal: rig.signal,
  });
  stops.push(() => sink.stop());
  const servers: Measured[] = [];
  for (const name of names) {
    const surroundings = { folder, sinkUrl: sink.url };
    servers.push(await startMeasured(name, subject, surroundings, rig, stops));
  }
  return servers;
}

async function startMeasured(
  name: string,
  { variant, scenario }: Subject,
  surroundings: Surroundings,
  rig: Rig,
  stops: (() => unknown)[],
): Promise<Measured> {
  const { title, install } = meterNamed(name);
  const meter = await install(surroundings);
  const databaseUrl = (await rig.postgres?.recreateDatabase(`${name}_${process.pid}`)) ?? null;
  const { starter } = meter;
  const server = await startServer({
    ...variant,
    ...(starter && {
      command: [...starter, ...variant.command.map((word) => absolute(word, variant.cwd))],
      cwd: surroundings.folder,
    }),
    environment: {
      ...scenario.scenario.environment,
      ...variant.environment,
      ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
      ...meter.environment,
    },
    cores: rig.cores.measured,
    signal: rig.signal,
  });
  stops.push(() => server.stop());
  stops.push(repeat(meter.everySecond));
  const pid = starter ? lastDescendant(server.pid) : server.pid;
  return { name, title, meter, url: server.url, databaseUrl, pid };
}

/** A file of the command, from any folder. */
function absolute(word: string, cwd: string): string {
  const path = join(cwd, word);
  return existsSync(path) ? path : word;
}

function meterNamed(name: string): Meter {
  const meter = meters.get(name);
  if (meter) return meter;
  throw new Error(`there is no meter ${name}`);
}

/** Returns what ends it. A reading that fails shows in what was measured. */
function repeat(work: InstalledMeter['everySecond']): () => void {
  if (!work) return () => undefined;
  const timer = setInterval(() => void work().catch(() => undefined), 1000);
  return () => clearInterval(timer);
}

/** A server and the process that loads it. */
interface Loaded {
  readonly measured: Measured;
  readonly generator: Generator;
}

async function startGenerators(
  { scenario }: Subject,
  servers: readonly Measured[],
  rig: Rig,
  stops: (() => unknown)[],
): Promise<readonly Loaded[]> {
  const loaded: Loaded[] = [];
  for (const measured of servers) {
    const generator = await startGenerator({ source: scenario.source, cores: rig.cores.helpers });
    stops.push(() => generator.stop());
    loaded.push({ measured, generator });
  }
  return loaded;
}

type Load = (seed: string, durationMs: number) => Promise<UnitCosts>;

/** The same operations for both, at the same planned moments. */
const loader =
  ({ ratePerSecond }: Subject, loaded: readonly Loaded[]): Load =>
  async (seed, durationMs) => {
    const before = loaded.map(({ measured }) => readCpu(measured.pid));
    const levels = await Promise.all(
      loaded.map(({ generator, measured: { url, databaseUrl } }) =>
        generator.level({
          target: { url, databaseUrl },
          ratePerSecond,
          durationMs,
          seed: `bench-probe/${seed}`,
          label: 'A1',
        }),
      ),
    );
    await sleep(settleMs);
    const after = loaded.map(({ measured }) => readCpu(measured.pid));
    const costUs = (isPlain: boolean): number => {
      const index = loaded.findIndex(({ measured }) => (measured.name === 'plain') === isPlain);
      const cpuMs = cpuMsBetween(at(before, index), at(after, index));
      return Math.round((10_000 * cpuMs) / at(levels, index).counts.completed) / 10;
    };
    const lost = levels.reduce((sum, { counts }) => sum + counts.planned - counts.completed, 0);
    return { plain: costUs(true), metered: costUs(false), lost };
  };

function at<T>(values: readonly T[], index: number): T {
  const value = values[index];
  if (value === undefined) throw new Error(`there is no server ${index}`);
  return value;
}

async function checkMeter({ title, meter: { measured } }: Measured): Promise<void> {
  if (measured && !((await measured()) > 0)) {
    throw new Error(`${title}: it measured nothing, so that its cost says nothing`);
  }
}

/** Every order is as likely (Fisher and Yates). */
function shuffled<T>(values: readonly T[], seed: string): readonly T[] {
  const random = seededRandom(`bench-probe/${seed}`);
  const mixed = [...values];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [mixed[last], mixed[other]] = [mixed[other] as T, mixed[last] as T];
  }
  return mixed;
}
