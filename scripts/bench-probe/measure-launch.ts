/**
 * One launch of the benchmark of probes: a server without a meter and one with, loaded in turn. Only two, so
 * that neither is idle for long: of seven, the runtime cost 5.2 ms an operation without a meter and 3.2 with one
 * that kept the process awake between its turns.
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

/** CPU µs an operation of one unit: of the server without a meter, and of the one with it, twice each. */
export interface UnitCosts {
  readonly plain: readonly number[];
  readonly metered: readonly number[];
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

const armMs = 500;
const warmUpMs = 8000;
/** Work that a server or a meter puts off until after the answer, for up to so long, is counted. */
const settleMs = 100;
const unitsOfLaunch = 8;

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
    const generator = await startGenerator({
      source: subject.scenario.source,
      cores: rig.cores.helpers,
    });
    stops.push(() => generator.stop());
    const load = loader(subject, generator);
    for (const server of servers) await load(server, `${seed}/warm-up`, warmUpMs);
    await measureUnit(servers, `${seed}/warm-up-unit`, load);
    const units: UnitCosts[] = [];
    for (let unit = 0; unit < unitsOfLaunch && !rig.signal.aborted; unit += 1) {
      units.push(await measureUnit(servers, `${seed}/${unit}`, load));
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

/** What one server spent on the operations of a seed. */
interface Spent {
  /** An operation. */
  readonly cpuUs: number;
  readonly lost: number;
}

type Load = (measured: Measured, seed: string, durationMs?: number) => Promise<Spent>;

const loader =
  ({ ratePerSecond }: Subject, generator: Generator): Load =>
  async ({ url, databaseUrl, pid }, seed, durationMs = armMs) => {
    const before = readCpu(pid);
    const { counts } = await generator.level({
      target: { url, databaseUrl },
      ratePerSecond,
      durationMs,
      seed: `bench-probe/${seed}`,
      label: 'A1',
    });
    await sleep(settleMs);
    const cpuMs = cpuMsBetween(before, readCpu(pid));
    return {
      cpuUs: Math.round((1000 * cpuMs) / counts.completed),
      lost: counts.planned - counts.completed,
    };
  };

/** A B B A or B A A B, as a coin decided; A1 and B1 do the same, and so do A2 and B2. */
async function measureUnit(
  servers: readonly Measured[],
  seed: string,
  load: Load,
): Promise<UnitCosts> {
  const order = shuffled(servers, `${seed}/order`);
  const plain: number[] = [];
  const metered: number[] = [];
  let lost = 0;
  for (const [position, each] of [...order, ...order.toReversed()].entries()) {
    const spent = await load(each, `${seed}/${position < order.length ? 1 : 2}`);
    (each.name === 'plain' ? plain : metered).push(spent.cpuUs);
    lost += spent.lost;
  }
  return { plain, metered, lost };
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
