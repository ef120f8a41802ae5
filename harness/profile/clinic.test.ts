import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TandemError } from '../error.ts';
import { runClinic } from './clinic.ts';
import { clinicCommand, clinicEnvironment, exitPreload, loadedFile } from './clinic-launch.ts';
import { linkedFolder } from './linked-folder.ts';

const test = suite('clinic');
const folder = mkdtempSync(join(tmpdir(), 'tandem-clinic-'));
test.after(() => rmSync(folder, { recursive: true }));

const neverLoaded = {
  tool: 'doctor',
  command: ['node', 'server.js'],
  cwd: folder,
  environment: {},
  load: () => Promise.reject(new Error('it was loaded')),
  outFolder: folder,
  signal: new AbortController().signal,
} as const;

async function refusalOf(work: () => unknown): Promise<TandemError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof TandemError) return error;
    throw error;
  }
  throw new Error('it was taken');
}

test('where it is not installed, it says how to install it', async () => {
  const { code, message } = await refusalOf(() => runClinic(neverLoaded));
  assert.is(code, 4);
  assert.match(message, /not installed in .*npm install --no-save clinic@13\.0\.0/);
});

test('the command waits for the end of our load, and opens no browser', () => {
  const command = clinicCommand('/c/bin.js', 'flame', ['/usr/bin/node', 'server.js', '--fast']);
  assert.equal(command, [
    process.execPath,
    '/c/bin.js',
    'flame',
    '--open=false',
    '--on-port',
    `sh -c 'until test -e ${loadedFile}; do sleep 0.1; done'`,
    '--',
    '/usr/bin/node',
    'server.js',
    '--fast',
  ]);
});

test('a server that is not started by node is refused', async () => {
  const { message } = await refusalOf(() => clinicCommand('/c/bin.js', 'doctor', ['npm', 'start']));
  assert.match(message, /by node only, and 'npm start' begins with 'npm'/);
});

test('it runs unattended; only bubbleprof needs help to end', () => {
  const environment = { A: '1', NODE_OPTIONS: '--no-warnings' };
  const unattended = { A: '1', NO_INSIGHT: '1', NO_UPDATE_NOTIFIER: '1', CI: '1' };
  assert.equal(clinicEnvironment('doctor', environment, '/x y/exit.cjs'), {
    ...unattended,
    NODE_OPTIONS: '--no-warnings',
  });
  assert.equal(clinicEnvironment('bubbleprof', environment, '/x y/exit.cjs'), {
    ...unattended,
    NODE_OPTIONS: '--no-warnings --require "/x y/exit.cjs"',
  });
});

test('a server that goes on after beforeExit is ended, with its own exit code', () => {
  const preload = join(folder, 'exit.cjs');
  writeFileSync(preload, exitPreload);
  const script = `setInterval(() => {}, 1000); process.exitCode = 3; process.emit('beforeExit')`;
  const { status } = spawnSync(process.execPath, ['--require', preload, '--eval', script], {
    timeout: 20_000,
  });
  assert.is(status, 3);
});

test('its folder has what the server needs, and nothing that an earlier run left', async () => {
  const from = join(folder, 'from');
  mkdirSync(join(from, 'data'), { recursive: true });
  mkdirSync(join(from, '.clinic'));
  for (const name of ['server.js', 'node_trace.1.log', 'data/rows.json']) {
    writeFileSync(join(from, name), name);
  }
  const linked = await linkedFolder(from);
  assert.equal(readdirSync(linked).sort(), ['data', 'server.js']);
  assert.is(readFileSync(join(linked, 'data/rows.json'), 'utf8'), 'data/rows.json');
  writeFileSync(join(linked, 'node_trace.2.log'), '');
  rmSync(linked, { recursive: true });
  assert.equal(readdirSync(from).sort(), ['.clinic', 'data', 'node_trace.1.log', 'server.js']);
});

test.run();
