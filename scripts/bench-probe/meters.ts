/** What can be loaded into a server to look inside it, and what the benchmark of probes compares. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../harness/launch/free-port.ts';

export interface Surroundings {
  /** Of one launch. */
  readonly folder: string;
  /** Where spans go. */
  readonly sinkUrl: string;
}

/** A meter in one server. */
export interface InstalledMeter {
  /** What starts the server in the folder of the launch, where the meter does so itself. */
  readonly starter?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Something to do once a second while the server is up. */
  readonly everySecond?: () => Promise<unknown>;
  /** How much it measured, in a unit of its own: 0 is a meter that did not work. */
  readonly measured?: () => Promise<number>;
}

export interface Meter {
  readonly title: string;
  install(surroundings: Surroundings): Promise<InstalledMeter>;
}

const builtFile = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const importing = (path: string): string =>
  `--import ${JSON.stringify(new URL(path, import.meta.url).href)}`;

const nothing: Meter = { title: 'no probe', install: async () => ({ environment: {} }) };

const ourProbe = (lineEveryMs: number): Meter => ({
  title: `Tandem's probe, a line every ${lineEveryMs} ms`,
  install: async ({ folder }) => {
    const file = join(folder, `probe-${lineEveryMs}.ndjson`);
    return {
      environment: {
        NODE_OPTIONS: `--require ${JSON.stringify(builtFile('../../harness/probe/probe.cjs'))}`,
        TANDEM_PROBE_FILE: file,
        TANDEM_PROBE_EVERY_MS: `${lineEveryMs}`,
      },
      measured: async () => readFileSync(file, 'utf8').split('\n').length - 2,
    };
  },
});

const openTelemetry: Meter = {
  title: 'OpenTelemetry (http, pg, batches)',
  install: async ({ sinkUrl }) => ({
    environment: { NODE_OPTIONS: importing('./with-otel.js'), TANDEM_BENCH_SINK: sinkUrl },
    measured: async () => Number(await (await fetch(sinkUrl)).text()),
  }),
};

const promClient: Meter = {
  title: "prom-client's default metrics, read every second",
  install: async () => {
    const port = await freePort();
    let readBytes = 0;
    return {
      environment: {
        NODE_OPTIONS: importing('./with-prom-client.js'),
        TANDEM_BENCH_METRICS_PORT: `${port}`,
      },
      everySecond: async () => {
        readBytes += (await (await fetch(`http://127.0.0.1:${port}/`)).text()).length;
      },
      measured: async () => readBytes,
    };
  },
};

/** It starts the server as its child, and leaves its files where it was started. */
const clinicDoctor = (program: string): Meter => ({
  title: 'clinic doctor',
  install: async () => ({
    starter: [program, 'doctor', '--open=false', '--'],
    environment: { NO_INSIGHT: '1', NO_UPDATE_NOTIFIER: '1', CI: '1' },
  }),
});

/** `clinic` is no dependency: who has it says where. */
const clinic = process.env['CLINIC'];

/** `plain` is what the others are compared with; `again` shows what the comparison is worth. */
export const meters: ReadonlyMap<string, Meter> = new Map([
  ['plain', nothing],
  ['again', { ...nothing, title: 'no probe, once more' }],
  ['probe250', ourProbe(250)],
  ['probe100', ourProbe(100)],
  ['promClient', promClient],
  ['openTelemetry', openTelemetry],
  ['clinic', clinicDoctor(resolve(clinic ?? 'clinic'))],
]);

/** Those that can be measured here. */
export const comparedMeters = [...meters.keys()].filter(
  (name) => name !== 'plain' && (name !== 'clinic' || clinic !== undefined),
);

/** The timing probe as `compare` loads it, and as `gate` does. */
export const judgedMeters: readonly string[] = ['probe250', 'probe100'];

export const meterTitle = (name: string): string => meters.get(name)?.title ?? name;
