import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ServerReadings } from '../record/arm-result.ts';
import { monotonicUs } from './monotonic-clock.ts';
import { type ProbedScript, startProbed } from './probed-script.ts';
import { openProbe } from './read-probe.ts';

const test = suite('child processes');
const started: ProbedScript[] = [];
test.after.each(async () => {
  for (const script of started.splice(0)) await script.remove();
});

function probed(...given: Parameters<typeof startProbed>): ProbedScript {
  const script = startProbed(...given);
  started.push(script);
  return script;
}

const busy =
  'const spin = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };';

/** What was seen while `act` went on, and until the timer that it held up came round. */
async function during(script: ProbedScript, act: () => Promise<unknown>): Promise<ServerReadings> {
  const startUs = monotonicUs();
  await act();
  await sleep(50);
  const seen = await openProbe(script.probeFile).window(startUs, monotonicUs());
  assert.ok(seen);
  return seen;
}

const recordings = (script: ProbedScript): number =>
  readdirSync(dirname(script.probeFile)).filter((name) => name.startsWith('probe.ndjson')).length;

/** Two workers that block for 150 ms a request, and are replaced when one dies at /die. */
const clustered = `
  const cluster = require('node:cluster');
  const http = require('node:http');
  if (cluster.isPrimary) {
    if (process.env.EXEC) cluster.setupPrimary({ exec: __filename });
    let listening = 0;
    cluster.on('listening', (_, { port }) => { listening += 1; if (listening >= 2) console.log(port); });
    cluster.on('exit', () => cluster.fork());
    cluster.fork(); cluster.fork();
    process.on('SIGTERM', () => process.exit(6));
  } else {
    http.createServer((request, response) => {
      if (request.url === '/die') process.exit(1);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 150);
      response.setHeader('connection', 'close').end(String(process.pid));
    }).listen(0, '127.0.0.1');
  }`;

for (const exec of ['', 'yes']) {
  test(`a cluster${exec && ' with exec'}: its workers are measured, and those that replace them`, async () => {
    const server = probed('cjs', clustered, { EXEC: exec });
    const url = `http://127.0.0.1:${await server.said()}`;
    await sleep(400);
    const ask = async () => (await fetch(url)).text();
    const pids = new Set<string>();
    const seen = await during(server, async () => {
      for (let n = 0; n < 4; n += 1) pids.add(await ask());
    });
    assert.is(pids.size, 2);
    assert.is(recordings(server), 3);
    // A busy machine adds some of its own.
    assert.ok(seen.lags.filter(([, lagMs]) => lagMs > 130).length >= 4);
    // Two loops take requests, the primary's does not.
    assert.ok(Math.abs((seen.servingMs ?? 0) - 2 * seen.windowMs) < 1);
    assert.ok(seen.rssMaxBytes > 2.5 * 30e6);
    await fetch(`${url}/die`).catch(() => undefined);
    await server.said();
    const replaced = await during(server, ask);
    assert.ok(replaced.lags.filter(([, lagMs]) => lagMs > 130).length >= 1);
    assert.is(recordings(server), 4);
    server.child.kill('SIGTERM');
    assert.is(await server.ended, 6);
  });
}

/** At each line of its input: a forked Node process and one that is none, each busy for 200 ms. */
const parent = `
  const { fork, spawn, execFileSync } = require('node:child_process');
  require('node:fs').writeFileSync(__dirname + '/child.cjs', ${JSON.stringify(`${busy} spin(200);`)});
  const loop = 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done';
  const over = (child) => new Promise((done) => child.on('exit', done));
  process.stdin.on('data', async (text) => {
    const [kind] = String(text).trim().split(' ');
    if (kind === 'fork') await over(fork(__dirname + '/child.cjs'));
    if (kind === 'shell') await over(spawn('sh', ['-c', loop]));
    if (kind === 'sync') execFileSync('sh', ['-c', loop]);
    if (kind === 'living') { globalThis.child = spawn('sh', ['-c', loop + '; sleep 5']); await new Promise((done) => setTimeout(done, 1500)); }
    console.log('done');
  });
  console.log('ready');`;

for (const kind of ['fork', 'shell', 'sync', 'living']) {
  test(`CPU of a child counts (${kind})`, async () => {
    const script = probed('cjs', parent);
    await script.said();
    await sleep(300);
    const idle = await during(script, () => sleep(300));
    const seen = await during(script, async () => {
      script.child.stdin?.write(`${kind}\n`);
      await script.said();
      await sleep(300);
    });
    assert.ok(seen.cpuMs > idle.cpuMs + 40, `${idle.cpuMs} ms idle, ${seen.cpuMs} ms`);
    assert.is(recordings(script), kind === 'fork' ? 2 : 1);
    if (kind === 'fork') {
      // Once: what the system says of the ended child is what it said itself.
      const family = familyCpuMs(script.child.pid ?? 0);
      assert.ok(seen.cpuMs <= family + 20, `${seen.cpuMs} ms of ${family} in all its life`);
    }
  });
}

/** utime to cstime of proc_pid_stat(5), which are in ticks of 10 ms. */
function familyCpuMs(pid: number): number {
  const stat = execFileSync('cat', [`/proc/${pid}/stat`], { encoding: 'latin1' });
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);
}

test('a child that outlives its parent, and one that is killed at once, do not disturb the reader', async () => {
  const script = probed(
    'cjs',
    `const { spawn } = require('node:child_process');
    const tell = 'setTimeout(() => {}, 30_000); console.log(process.pid)';
    const child = spawn(process.execPath, ['-e', tell], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
    spawn(process.execPath, ['-e', tell]).kill('SIGKILL');
    child.stdout.once('data', (pid) => { console.log(String(pid)); });
    process.stdin.once('data', () => process.exit(0));`,
  );
  const orphan = Number(await script.said());
  await sleep(300);
  const startUs = monotonicUs();
  script.child.stdin?.write('end\n');
  await script.ended;
  const seen = await openProbe(script.probeFile).window(startUs, monotonicUs() + 300_000);
  assert.ok((seen?.windowMs ?? 0) > 0);
  process.kill(orphan, 'SIGKILL');
});

test('a child is no other than without the probe: its options, its environment, its exit code', async () => {
  const script = probed(
    'cjs',
    `const { spawnSync, fork } = require('node:child_process');
    const bare = spawnSync(process.execPath, ['-p', 'process.env.NODE_OPTIONS'], { env: {}, encoding: 'utf8' });
    const child = spawnSync(process.execPath, ['--max-old-space-size=50', '-e', 'console.error(process.execArgv[0]); process.exit(7)'], { encoding: 'utf8' });
    console.log([bare.stdout.trim(), bare.stderr, child.status, child.stderr.trim(), child.stdout].join('|'));`,
  );
  assert.is(await script.said(), 'undefined||7|--max-old-space-size=50|');
  assert.is(await script.ended, 0);
});

test.run();
