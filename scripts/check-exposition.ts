/**
 * Can a real Prometheus read what `tandem serve --metrics` says? Starts the bundled runtime that way,
 * gives its text to promtool, lets a Prometheus scrape it, and asks that over its API for every metric.
 *
 *   node dist/scripts/check-exposition.js
 *
 * Installs nothing: it says what to install when there is no Prometheus. Takes about 10 s.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { exitCode, notFitError, TandemError } from '../harness/error.ts';
import { type LiveMetric, liveMetrics } from '../harness/exchange/live-metrics.ts';
import { prometheusName } from '../harness/exchange/prometheus-text.ts';
import { findExecutable } from '../harness/launch/find-executable.ts';
import { type ServerProcess, startServer } from '../harness/launch/server-process.ts';
import { interruption } from './interruption.ts';

/** The semantic conventions call it so; to promtool, only histograms count. */
const accepted = /^db_client_connection_count .*should not have "_count" suffix$/;

/** It runs beside other work. */
const patienceMs = 120_000;
const pollMs = 250;

const program = fileURLToPath(new URL('tandem.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tandem-exposition-'));
const started: ServerProcess[] = [];
const { signal, code } = interruption();
try {
  const failures = await check();
  for (const failure of failures) console.error(`check-exposition: ${failure}`);
  process.exitCode = failures.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof TandemError) && !signal.aborted) throw error;
  if (error instanceof TandemError) console.error(`check-exposition: ${error.message}`);
  process.exitCode = code() ?? exitCode.notFit;
} finally {
  for (const server of started.reverse()) await server.stop();
  rmSync(folder, { recursive: true });
}

async function check(): Promise<readonly string[]> {
  const [promtool, prometheus] = [await toolOf('promtool'), await toolOf('prometheus')];
  const serve = `exec ${process.execPath} ${program} serve optimized --metrics "$PORT"`;
  const served = await start('tandem serve', serve, '/metrics');
  const text = await (await fetch(`${served.url}/metrics`)).text();
  const complaints = complaintsOf(promtool, text);
  const database = await startPrometheus(prometheus, served.port);
  const problem = await untilScraped(database.url);
  if (problem !== null) return [...complaints, problem];
  const failures = [...complaints, ...(await misreadBy(database.url))];
  if (failures.length === 0) {
    console.log(`promtool accepts all, and Prometheus has ${liveMetrics.length} metrics`);
  }
  return failures;
}

async function toolOf(name: string): Promise<string> {
  const file = await findExecutable(name, { cwd: process.cwd(), path: process.env['PATH'] });
  if (file !== null) return file;
  throw notFitError(
    `there is no program ${name}: install Prometheus (Debian: apt-get install prometheus; elsewhere: prometheus.io/download) and put it in the PATH.`,
  );
}

/** By a shell, which puts the port into the command. */
async function start(name: string, command: string, readyPath: string): Promise<ServerProcess> {
  const server = await startServer({
    name,
    command: ['sh', '-c', command],
    cwd: process.cwd(),
    environment: {},
    readyPath,
    cores: null,
    readyTimeoutMs: patienceMs,
    signal,
  });
  started.push(server);
  return server;
}

function complaintsOf(promtool: string, text: string): readonly string[] {
  const { stderr } = spawnSync(promtool, ['check', 'metrics'], { input: text, encoding: 'utf8' });
  const lines = stderr.split('\n').filter((line) => line !== '' && !accepted.test(line));
  return lines.map((line) => `promtool: ${line}`);
}

function startPrometheus(prometheus: string, port: number): Promise<ServerProcess> {
  const file = join(folder, 'prometheus.yml');
  const target = `static_configs: [{ targets: ['127.0.0.1:${port}'] }]`;
  writeFileSync(
    file,
    `scrape_configs: [{ job_name: tandem, scrape_interval: 1s, scrape_timeout: 1s, ${target} }]\n`,
  );
  const flags = `--config.file=${file} --storage.tsdb.path=${folder} --log.level=warn`;
  const command = `exec ${prometheus} ${flags} --web.listen-address="127.0.0.1:$PORT"`;
  return start('prometheus', command, '/-/ready');
}

interface Target {
  readonly health: string;
  readonly lastError: string;
}

/** Returns what Prometheus has against it, or null once it has two scrapes. */
async function untilScraped(url: string): Promise<string | null> {
  let seen: Target | undefined;
  for (let attempt = 0; attempt < patienceMs / pollMs; attempt += 1) {
    const { activeTargets } = await ask<{ activeTargets: readonly Target[] }>(url, 'targets');
    seen = activeTargets[0];
    const scrapes = await queried(url, 'count_over_time(tandem_up[1m])');
    if (seen?.health === 'up' && (scrapes ?? 0) >= 2) return null;
    await sleep(pollMs);
  }
  return `Prometheus says of its target: ${seen?.health} ${seen?.lastError}`;
}

async function misreadBy(url: string): Promise<readonly string[]> {
  const kinds = await ask<Readonly<Record<string, readonly { type: string }[]>>>(url, 'metadata');
  const failures: string[] = [];
  for (const metric of liveMetrics) {
    const name = prometheusName(metric);
    const type = kinds[name]?.[0]?.type;
    const value = await queried(url, metric.kind === 'histogram' ? `${name}_count` : name);
    if (type !== typeOf(metric)) failures.push(`${name} is a ${type}, not a ${typeOf(metric)}`);
    if (value === null || value < 0) failures.push(`${name} is ${value}`);
  }
  const used = await queried(url, 'tandem_db_statements_total > 0 and on() tandem_up == 1');
  if (used === null) failures.push('no statement was counted, or the server is not up');
  return failures;
}

function typeOf({ kind }: Pick<LiveMetric, 'kind'>): string {
  return kind === 'upDownCounter' ? 'gauge' : kind;
}

/** Of the first series that the query gives; null when there is none. */
async function queried(url: string, query: string): Promise<number | null> {
  const { result } = await ask<{ result: readonly { value: readonly [number, string] }[] }>(
    url,
    `query?query=${encodeURIComponent(query)}`,
  );
  return result[0] === undefined ? null : Number(result[0].value[1]);
}

async function ask<T>(url: string, path: string): Promise<T> {
  const answer = await fetch(`${url}/api/v1/${path}`, { signal });
  return ((await answer.json()) as { readonly data: T }).data;
}
