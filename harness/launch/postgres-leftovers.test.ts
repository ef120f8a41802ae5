/** What becomes of our PostgreSQL when the process that started it ends without stopping it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copiedBundle } from './postgres-bundle.ts';
import { reapAbandoned } from './postgres-folder.ts';
import { commandLine, processStart } from './process-identity.ts';
import { parseAccounts } from './system-user.ts';

const test = suite<{ folder: string }>('PostgreSQL left behind');
const parents = new Set<ChildProcess>();

test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'tandem-test-'));
  await chmod(context.folder, 0o755);
});

test.after.each(async ({ folder }) => {
  for (const parent of parents) parent.kill('SIGKILL');
  parents.clear();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

interface Started {
  readonly parent: ChildProcess;
  readonly postmaster: number;
  readonly dataFolder: string;
}

/** Opens a PostgreSQL in a process of its own; `before` is run there once all code is loaded. */
async function startElsewhere(before: string, environment: NodeJS.ProcessEnv): Promise<Started> {
  const code = `
    import { openPostgres } from ${JSON.stringify(new URL('./postgres.js', import.meta.url))};
    import { withConnection } from ${JSON.stringify(new URL('./postgres-database.js', import.meta.url))};
    ${before}
    const server = await openPostgres({ databaseUrl: undefined, cores: null });
    const url = await server.recreateDatabase('elsewhere');
    const { rows } = await withConnection(url, (client) => client.query('show data_directory'));
    process.stdout.write(rows[0].data_directory);
    process.on('message', () => server.stop().then(() => process.disconnect()));`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  parents.add(parent);
  const { stdout } = parent;
  if (stdout === null) throw new Error('its output is not a pipe');
  const [answer] = await Promise.race([once(stdout, 'data'), once(parent, 'exit')]);
  if (!Buffer.isBuffer(answer)) throw new Error(`no server came up (${answer})`);
  const dataFolder = answer.toString();
  const [pid] = (await readFile(join(dataFolder, 'postmaster.pid'), 'utf8')).split('\n');
  return { parent, postmaster: Number(pid), dataFolder };
}

async function isGone({ postmaster, dataFolder }: Started): Promise<boolean> {
  for (let tries = 0; tries < 600; tries++) {
    const runs = (await commandLine(postmaster))?.includes(dataFolder) === true;
    if (!runs && !existsSync(dirname(dataFolder))) return true;
    await sleep(50);
  }
  return false;
}

test('server and data are gone after Ctrl-C or kill -9 of the process that started it', async () => {
  await Promise.all(
    (['SIGINT', 'SIGKILL'] as const).map(async (signal) => {
      const started = await startElsewhere('', {});
      started.parent.kill(signal);
      await once(started.parent, 'exit');
      assert.ok(await isGone(started), signal);
    }),
  );
});

async function guardOf(folder: string): Promise<number> {
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 0);
  for (const pid of pids) {
    const words = await commandLine(pid);
    if (words?.includes('tandem-guard') === true && words.endsWith(folder)) return pid;
  }
  throw new Error(`nothing guards ${folder}`);
}

test('the next start ends what lost its guard too, and leaves alone what is in use', async ({
  folder,
}) => {
  const start = (): Promise<Started> => startElsewhere('', { TMPDIR: folder });
  const [used, abandoned] = await Promise.all([start(), start()]);
  process.kill(await guardOf(dirname(abandoned.dataFolder)), 'SIGKILL');
  abandoned.parent.kill('SIGKILL');
  await once(abandoned.parent, 'exit');
  assert.ok((await commandLine(abandoned.postmaster))?.includes(abandoned.dataFolder));
  const next = await start();
  assert.ok(await isGone(abandoned));
  for (const live of [used, next]) {
    assert.ok((await commandLine(live.postmaster))?.includes(live.dataFolder));
    live.parent.send('stop');
    await once(live.parent, 'exit');
    assert.ok(await isGone(live));
  }
});

test('a process that only has the recorded number is left alone', async () => {
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const folder = await mkdtemp(join(tmpdir(), 'tandem-postgres-of-999999999-1-'));
  await mkdir(join(folder, 'data'));
  await writeFile(
    join(folder, 'data', 'postmaster.pid'),
    `${bystander.pid}\n${join(folder, 'data')}\n`,
  );
  await reapAbandoned();
  assert.not.ok(existsSync(folder));
  assert.is.not(await processStart(bystander.pid ?? 0), null);
  bystander.kill();
  await once(bystander, 'exit');
});

test('it runs for an ordinary user', async ({ folder }) => {
  const accounts = parseAccounts(await readFile('/etc/passwd', 'utf8'));
  const nobody = accounts.get('nobody');
  const isRoot = process.getuid?.() === 0 && nobody !== undefined;
  // Loaded as root, so that it does not matter whether nobody can read this folder.
  const become = `process.setgroups([]); process.setgid(${nobody?.gid}); process.setuid(${nobody?.uid});`;
  const started = await startElsewhere(isRoot ? become : '', {
    HOME: folder,
    PGBIN: await copiedBundle(folder),
  });
  started.parent.send('stop');
  const [code] = await once(started.parent, 'exit');
  assert.is(code, 0);
  assert.ok(await isGone(started));
});

test.run();
