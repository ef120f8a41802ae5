import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { monotonicUs } from './monotonic-clock.ts';
import type { ProbeHeader } from './probe-line.ts';
import {
  type ProbedScript,
  probedEnvironment,
  scriptFolder,
  startProbed,
} from './probed-script.ts';
import { openProbe } from './read-probe.ts';

const test = suite('probe');
const execute = promisify(execFile);
const started: ProbedScript[] = [];
test.after.each(async () => {
  for (const script of started.splice(0)) await script.remove();
});

function probed(...given: Parameters<typeof startProbed>): ProbedScript {
  const script = startProbed(...given);
  started.push(script);
  return script;
}

/** The pid of the process that a file is the recording of. */
function writerOf(probeFile: string): number {
  const [header = ''] = readFileSync(probeFile, 'latin1').split('\n', 1);
  return (JSON.parse(header) as ProbeHeader).pid;
}

/** The pids of the processes that recorded beside the first. */
function recordingsBeside(probeFile: string): readonly number[] {
  const start = `${basename(probeFile)}.`;
  const names = readdirSync(dirname(probeFile)).filter((name) => name.startsWith(start));
  return names.map((name) => Number(name.slice(start.length)));
}

async function pidSaid(lines: AsyncIterator<string>): Promise<number> {
  for (;;) {
    const { done, value } = await lines.next();
    if (done) throw new Error('it ended and said no pid');
    const pid = /pid (\d+)/.exec(value)?.[1];
    if (pid) return Number(pid);
  }
}

/** Answers /block after a block of 200 ms, everything else at once, and prints its port. */
const serverBody = `
  const server = http.createServer((request, response) => {
    if (request.url === '/block') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    response.end('done');
  }).listen(0, '127.0.0.1', () => console.log(server.address().port));`;

const servers = {
  mjs: `import http from 'node:http';${serverBody}`,
  cjs: `const http = require('node:http');${serverBody}`,
} as const;

for (const kind of ['mjs', 'cjs'] as const) {
  test(`a block of 200 ms in a server (.${kind}) is seen with its size and moment`, async () => {
    const server = probed(kind, servers[kind]);
    const url = `http://127.0.0.1:${await server.said()}`;
    const probe = openProbe(server.probeFile);
    const startUs = monotonicUs();
    await (await fetch(`${url}/block`)).text();
    // Once this is answered, the loop has turned, and its timer has come.
    await (await fetch(url)).text();
    const endUs = monotonicUs();
    const seen = await probe.window(startUs, endUs);
    const [atUs, lagMs] = seen?.lags.toSorted(([, a], [, b]) => b - a)[0] ?? [0, 0];
    // The timer was not due for up to 20 ms; a busy machine only adds.
    assert.ok(lagMs >= 178, `lag ${lagMs}`);
    assert.ok(lagMs <= (endUs - startUs) / 1e3);
    assert.ok(atUs > startUs);
    assert.ok((seen?.activeMs ?? 0) >= 190, 'a sleeping loop is active');
    assert.ok((seen?.cpuMs ?? 0) > 0);
    assert.ok((seen?.rssMaxBytes ?? 0) > (seen?.heapMaxBytes ?? 0));
    assert.ok((seen?.heapMaxBytes ?? 0) > 1e6);
  });
}

test('garbage collections are counted', async () => {
  const source =
    'const v8 = require("v8"); v8.setFlagsFromString("--expose-gc"); const gc = require("vm").runInNewContext("gc"); setTimeout(gc, 20); setTimeout(() => {}, 60);';
  const script = probed('cjs', source);
  assert.is(await script.ended, 0);
  const last = script.lines().at(-1);
  assert.ok((last?.gcCount ?? 0) >= 1);
  assert.ok((last?.gcPauseMs ?? 0) > 0);
});

test('what is held after a full collection is noted, buffers when they have been freed', async () => {
  const source = `require("v8").setFlagsFromString("--expose-gc");
    const gc = require("vm").runInNewContext("gc");
    let held = Array.from({ length: 20 }, () => Buffer.alloc(1e6));
    setTimeout(() => { held = null; gc(); }, 100);
    setTimeout(gc, 300);
    setTimeout(() => {}, 800);`;
  const script = probed('cjs', source);
  assert.is(await script.ended, 0);
  const held = script
    .lines()
    .flatMap(({ collections }) => collections)
    .at(-1);
  assert.ok(held && held.heapBytes > 1e6 && held.rssBytes > held.heapBytes);
  assert.ok(held.bufferBytes < 1e7, `${held.bufferBytes}`);
});

test('all garbage is collected every so often where a leak check asks for it, and nowhere else', async () => {
  const collected = async (environment: Readonly<Record<string, string>>) => {
    const script = probed('cjs', 'setTimeout(() => {}, 500)', environment);
    assert.is(await script.ended, 0);
    return script.lines().flatMap(({ collections }) => collections).length;
  };
  assert.is(await collected({}), 0);
  assert.ok((await collected({ TANDEM_PROBE_COLLECT_EVERY_MS: '30' })) > 0);
});

test('a line is written every 250 ms, and one at the end', async () => {
  const script = probed('cjs', 'setTimeout(() => {}, 1100)');
  assert.is(await script.ended, 0);
  const moments = script.lines().map(({ atUs }) => atUs);
  assert.ok(moments.length >= 3, `${moments.length} lines`);
  for (const [n, atUs] of moments.slice(1, -1).entries()) {
    assert.ok(atUs - (moments[n] ?? 0) >= 240_000, moments.join());
  }
});

const endings = [
  { what: 'exits by itself', source: '', ends: 0 },
  { what: 'exits with 3', source: 'process.exit(3)', ends: 3 },
  { what: 'sets its exit code', source: 'process.exitCode = 7', ends: 7 },
] as const;

for (const { what, source, ends } of endings) {
  test(`a process that ${what} ends as without the probe, and its last line is written`, async () => {
    // However long it takes: no line comes between the first and the last.
    const script = probed('mjs', source, { TANDEM_PROBE_EVERY_MS: '60000' });
    assert.is(await script.ended, ends);
    assert.is(script.lines().length, 2);
  });
}

test('SIGTERM ends a server that does not handle it, and reaches one that does', async () => {
  const plain = probed('cjs', servers.cjs);
  await plain.said();
  plain.child.kill('SIGTERM');
  assert.is(await plain.ended, 'SIGTERM');
  const polite = probed('cjs', `process.on('SIGTERM', () => process.exit(5));${servers.cjs}`);
  await polite.said();
  polite.child.kill('SIGTERM');
  assert.is(await polite.ended, 5);
});

test('SIGKILL loses no line that was written', async () => {
  const server = probed('mjs', `setTimeout(() => console.log('now'), 700);${servers.mjs}`);
  await server.said();
  await server.said();
  server.child.kill('SIGKILL');
  assert.is(await server.ended, 'SIGKILL');
  assert.ok(server.lines().length >= 2);
  const firstUs = server.lines()[0]?.atUs ?? 0;
  const seen = await openProbe(server.probeFile).window(firstUs, firstUs + 1e9);
  assert.ok((seen?.windowMs ?? 0) >= 250);
});

test('worker threads are no processes: they record nothing, evaluated ones neither', async () => {
  const source = `
    const { Worker } = require('node:worker_threads');
    require('node:fs').writeFileSync(__dirname + '/worker.cjs', 'console.log("from a file")');
    new Worker(__dirname + '/worker.cjs');
    new Worker('console.log("evaluated")', { eval: true });`;
  const script = probed('cjs', source);
  let output = '';
  script.child.stdout?.on('data', (text) => {
    output += text;
  });
  assert.is(await script.ended, 0);
  assert.match(output, /from a file/);
  assert.match(output, /evaluated/);
  assert.equal(recordingsBeside(script.probeFile), []);
});

test('a second process under the same file records into one beside it', async () => {
  const first = probed('mjs', servers.mjs);
  await first.said();
  const second = probed('mjs', '', { TANDEM_PROBE_FILE: first.probeFile });
  assert.is(await second.ended, 0);
  assert.not(existsSync(second.probeFile));
  assert.is(writerOf(first.probeFile), first.child.pid);
  assert.equal(recordingsBeside(first.probeFile), [second.child.pid]);
});

test('without a file, or with one that cannot be written, a process runs as ever', async () => {
  for (const file of ['', '/nowhere/at/all.ndjson']) {
    const script = probed('mjs', 'process.exit(4)', { TANDEM_PROBE_FILE: file });
    assert.is(await script.ended, 4);
    assert.not(existsSync(script.probeFile));
  }
});

test('a server hears and says nothing that it would not without the probe', async () => {
  const script = probed(
    'mjs',
    `import { spawnSync } from 'node:child_process';
    const names = ['SIGTERM', 'SIGINT', 'uncaughtException', 'unhandledRejection', 'message', 'beforeExit'];
    const heard = names.filter((name) => process.listenerCount(name) > 0);
    const end = (source) => spawnSync(process.execPath, ['-e', source], { encoding: 'utf8' });
    const rejected = end('Promise.reject(new Error("whatever")); setTimeout(() => {}, 9000)');
    const quiet = end('');
    console.log(JSON.stringify([heard, process.execArgv, rejected.status, rejected.stdout, /Error: whatever/.test(rejected.stderr), quiet.stdout + quiet.stderr]));`,
  );
  assert.equal(JSON.parse(await script.said()), [[], [], 1, '', true, '']);
  assert.is(await script.ended, 0);
});

test('node --test runs its files under the probe', async () => {
  const folder = scriptFolder();
  const probeFile = join(folder, 'probe.ndjson');
  const run = { cwd: folder, env: probedEnvironment(probeFile) };
  writeFileSync(join(folder, 'one.test.cjs'), 'require("node:test")("one", () => {});');
  try {
    const { stdout, stderr } = await execute(process.execPath, ['--test'], run);
    assert.match(stdout, /pass 1/);
    assert.is(stderr, '');
    assert.is(recordingsBeside(probeFile).length, 1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('node --watch starts its server again, and each of them is recorded', async () => {
  const folder = scriptFolder();
  const probeFile = join(folder, 'probe.ndjson');
  const script = join(folder, 'server.cjs');
  const source = 'console.log("pid " + process.pid); setInterval(() => {}, 1000);';
  writeFileSync(script, source);
  const watcher = spawn(process.execPath, ['--watch', script], {
    env: probedEnvironment(probeFile),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(watcher, 'exit');
  const lines = createInterface({ input: watcher.stdout })[Symbol.asyncIterator]();
  try {
    const first = await pidSaid(lines);
    // Again and again: a server speaks before its file is watched.
    const writing = setInterval(() => writeFileSync(script, source), 3000);
    writeFileSync(script, source);
    const second = await pidSaid(lines).finally(() => clearInterval(writing));
    assert.not(first === second);
    const own = [writerOf(probeFile), ...recordingsBeside(probeFile)];
    assert.ok(own.includes(first) && own.includes(second), own.join());
  } finally {
    watcher.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
});

test('npm is not probed, but the server that it starts is', async () => {
  const folder = scriptFolder();
  const probeFile = join(folder, 'probe.ndjson');
  const run = { cwd: folder, env: probedEnvironment(probeFile) };
  writeFileSync(join(folder, 'package.json'), '{ "scripts": { "start": "node server.cjs" } }');
  writeFileSync(join(folder, 'server.cjs'), 'console.log(process.pid)');
  try {
    assert.match((await execute('npm', ['--version'], run)).stdout, /^\d+\.\d+\.\d+/);
    assert.not(existsSync(probeFile));
    const { stdout } = await execute('npm', ['start', '--silent'], run);
    assert.is(writerOf(probeFile), Number(stdout));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test.run();
