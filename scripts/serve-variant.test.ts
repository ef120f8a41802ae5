import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parse as splitCommand } from 'shell-quote';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('tandem serve');
const program = fileURLToPath(new URL('tandem.js', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tandem-serve-'));
const running = new Set<ChildProcess>();
test.after(() => rmSync(folder, { recursive: true }));
test.after.each(() => {
  for (const child of running) child.kill('SIGKILL');
});

writeFileSync(
  join(folder, 'server.cjs'),
  `require('http').createServer((request, response) => {
    const untilMs = Date.now() + (request.url === '/block' ? 200 : 0);
    while (Date.now() < untilMs);
    if (request.url === '/die') process.exit(7);
    response.end('ok');
  }).listen(process.env.PORT, '127.0.0.1');`,
);
const command = 'node server.cjs';
interface Served {
  readonly url: string;
  readonly metricsUrl: string;
  stderr(): string;
  /** Waits until stderr has it; returns what matched. */
  said(pattern: RegExp): Promise<string>;
  /** Ctrl-C; resolves with the exit code. */
  interrupt(): Promise<number | null>;
}

function start(options: readonly string[], cwd = folder) {
  const child = spawn(process.execPath, [program, 'serve', ...options], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const closed = once(child, 'close').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  return { child, closed, stderr: () => stderr };
}

async function serve(options: readonly string[], cwd = folder): Promise<Served> {
  const { child, closed, stderr } = start(options, cwd);
  const said = async (pattern: RegExp) => {
    for (let polls = 0; running.has(child) && polls < 3000; polls += 1) {
      const found = pattern.exec(stderr());
      if (found) return found[1] ?? found[0];
      await sleep(20);
    }
    throw new Error(`it ended, or went on, without saying ${pattern}: ${stderr()}`);
  };
  return {
    url: await said(/listens on (\S+);/),
    metricsUrl: options.includes('--metrics') ? await said(/metrics: (\S+)/) : '',
    said,
    stderr,
    interrupt() {
      child.kill('SIGINT');
      return closed;
    },
  };
}

/** The values of one scrape, by name and labels. */
async function scrape(url: string): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(url);
  assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
  const lines = (await answer.text()).split('\n').filter((line) => line && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      return [line.slice(0, end), Number(line.slice(end))];
    }),
  );
}

/** Scrapes until a value is so: what the server did needs a line of its probe, 250 ms at most. */
async function scrapeUntil(
  url: string,
  name: string,
  holds: (value: number, all: ReadonlyMap<string, number>) => boolean,
) {
  const deadlineMs = performance.now() + 60_000;
  for (;;) {
    const values = await scrape(url);
    const value = values.get(name);
    if (value !== undefined && holds(value, values)) return values;
    if (performance.now() > deadlineMs) throw new Error(`${name} is ${value}`);
    await sleep(50);
  }
}

test('--metrics shows what the probe of a running server measures, and that it has ended', async () => {
  const { url, metricsUrl, said, interrupt } = await serve([command, '--metrics', '0']);
  const before = await scrapeUntil(metricsUrl, 'tandem_up', (value) => value === 1);
  await fetch(`${url}/block`);
  const stalls = before.get('tandem_eventloop_stalls_total') ?? 0;
  // A busy machine adds stalls: it is the long one that is waited for, and that has to be counted.
  const after = await scrapeUntil(
    metricsUrl,
    'tandem_eventloop_lag_max_seconds',
    (lag, all) => lag > 0.1 && (all.get('tandem_eventloop_stalls_total') ?? 0) > stalls,
  );
  for (const [name, value] of before) {
    if (name.includes('_total')) assert.ok((after.get(name) ?? -1) >= value, name);
  }
  const other = [await fetch(new URL('/', metricsUrl)), await fetch(metricsUrl, { method: 'PUT' })];
  assert.equal(
    other.map(({ status }) => status),
    [404, 405],
  );
  await fetch(`${url}/die`).catch(() => undefined);
  await said(/has ended; its metrics stay until Ctrl-C/);
  const ended = await scrape(metricsUrl);
  assert.is(ended.get('tandem_up'), 0);
  assert.ok(ended.has('process_cpu_time_seconds_total'));
  assert.not(ended.has('process_memory_usage_bytes'));
  assert.is(await interrupt(), 130);
});

interface Pushed {
  readonly resourceMetrics: readonly {
    readonly resource: { readonly attributes: readonly { key: string; value: object }[] };
    readonly scopeMetrics: readonly { readonly metrics: readonly { name: string }[] }[];
  }[];
}

test('--otlp pushes the same to a collector', async () => {
  const collector = createServer();
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const bodies: Promise<unknown>[] = [];
  collector.on('request', (request: IncomingMessage, response) => {
    bodies.push(json(request).finally(() => response.end('{}')));
  });
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  const { interrupt, stderr } = await serve([command, '--otlp', endpoint]);
  assert.is(await interrupt(), 130);
  collector.close();
  assert.not.match(stderr(), /not pushed/);
  const pushed = (await bodies.at(-1)) as Pushed;
  const [{ resource, scopeMetrics } = { resource: null, scopeMetrics: [] }] =
    pushed.resourceMetrics;
  assert.equal(resource?.attributes[0], { key: 'service.name', value: { stringValue: command } });
  const names = scopeMetrics[0]?.metrics.map(({ name }) => name) ?? [];
  for (const name of ['tandem.up', 'process.cpu.time', 'v8js.gc.duration']) {
    assert.ok(names.includes(name), name);
  }
});

test('a collector that is not there is one warning', async () => {
  const endpoint = 'http://127.0.0.1:1';
  const { said, interrupt, stderr } = await serve([command, '--otlp', endpoint]);
  await said(/does not answer/);
  assert.is(await interrupt(), 130);
  assert.is(stderr().match(/does not answer/g)?.length, 1);
});

const prefix = 'npm run -s tandem -- ';
const documented = readFileSync(join(repository, 'docs/metrics.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith(`${prefix}serve`))
  .map((line) => line.slice(prefix.length).replace(/\s+#.*$/, ''));

test('docs/metrics.md shows how', () => assert.is(documented.length, 2));

for (const line of documented) {
  test(`'${line}' does what it says`, async () => {
    // The usual port may be taken here.
    const [, ...options] = splitCommand(line.replace(/--metrics$/, '--metrics 0')) as string[];
    const { metricsUrl, said, interrupt } = await serve(options, repository);
    if (metricsUrl === '') {
      await said(/pushed to http:\/\/127\.0\.0\.1:4318/);
    } else {
      const used = (statements: number) => statements > 0;
      const values = await scrapeUntil(metricsUrl, 'tandem_db_statements_total', used);
      const pool = '{db_client_connection_pool_name="all"}';
      assert.ok((values.get(`db_client_connection_wait_time_seconds_count${pool}`) ?? 0) > 0);
    }
    assert.is(await interrupt(), 130);
  });
}

test('a port that is taken, and what is no port or URL, are told in words', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const port = String((taken.address() as AddressInfo).port);
  const refusals: [string[], number, RegExp][] = [
    [[command, '--metrics', port], 4, /can't be served on port \d+ .*give another one/],
    [['--metrics', command], 2, /missing required argument|takes a port/],
    [[command, '--otlp', 'localhost'], 2, /takes the URL of a collector/],
    [['env -u NODE_OPTIONS node server.cjs', '--metrics'], 4, /has no probe in it/],
  ];
  for (const [options, code, words] of refusals) {
    const { closed, stderr } = start(options);
    assert.is(await closed, code, stderr());
    assert.match(stderr(), words);
    assert.not.match(stderr(), / {4}at /);
  }
  taken.close();
});

test.run();
