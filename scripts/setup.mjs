/**
 * All the set-up there is, in plain JavaScript because nothing is installed or compiled yet:
 * installs the exact packages when package-lock.json changed, compiles when a source changed,
 * and hands over.
 *
 *   node scripts/setup.mjs <command> [argument...]
 *
 * `test`, `check` and `check-exposition` are this repository's own; every other command is one of
 * `tandem`'s.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** What runs in a browser is compiled apart: it knows a document, and nothing of Node. */
const programs = ['tsconfig.json', 'harness/report/script/tsconfig.json'];
const sources = ['harness', 'runtime', 'baseline', 'optimized', 'scenarios', 'scripts'];

requireNode(20, 19);
process.chdir(root);
const [command = 'help', ...rest] = process.argv.slice(2);
once('node_modules/.installed', installKey(), install);
if (command === 'check') {
  const compiled = programs.map((program) => ['tsc', '--noEmit', '-p', program]);
  for (const [name, ...options] of [['biome', 'check', '.'], ...compiled, ['knip']]) {
    run(process.execPath, [binOf(name), ...options], `${name} found something to mend`);
  }
} else {
  once('dist/.built', buildKey(), build);
  const isOwn = command === 'test' || command === 'check-exposition';
  const script = `dist/scripts/${isOwn ? command : 'tandem'}.js`;
  handOver(script, isOwn || command === 'help' ? rest : [command, ...rest]);
}

function requireNode(major, minor) {
  const [haveMajor = 0, haveMinor = 0] = process.versions.node.split('.').map(Number);
  if (haveMajor > major || (haveMajor === major && haveMinor >= minor)) return;
  stop(`Tandem needs Node ${major}.${minor} or newer; this is ${process.versions.node}.`, 4);
}

/** Runs `work` unless `file` says that it was done for this `key`. */
function once(file, key, work) {
  if (existsSync(file) && readFileSync(file, 'utf8') === key) return;
  work();
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, key);
}

function installKey() {
  const hash = createHash('sha256')
    .update(process.version)
    .update(process.platform + process.arch);
  return hash.update(readFileSync('package-lock.json')).digest('hex');
}

function install() {
  say('installing the packages of package-lock.json');
  const options = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const npm = process.env['npm_execpath'];
  const failed = 'npm could not install the packages: read its message above';
  if (npm?.endsWith('.js')) run(process.execPath, [npm, ...options], failed);
  else run('npm', options, failed);
}

/** Of every file that the compiler reads: path, size and time of change. */
function buildKey() {
  const hash = createHash('sha256').update(installKey());
  const files = [...sources.flatMap(sourceFiles), ...programs, 'tandem.config.ts'];
  for (const file of files.filter((name) => existsSync(name)).sort()) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((name) => /\.[cm]?ts$/.test(name));
}

function build() {
  say('compiling');
  rmSync('dist', { recursive: true, force: true });
  for (const program of programs) {
    run(process.execPath, [binOf('tsc'), '-p', program], 'the sources do not compile: see above');
  }
}

function binOf(name) {
  const packages = { tsc: 'typescript', biome: '@biomejs/biome', knip: 'knip' };
  const folder = join('node_modules', packages[name]);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, bin[name]);
}

function run(file, options, failed) {
  const { status, error } = spawnSync(file, options, { stdio: ['ignore', 2, 2] });
  if (error) stop(`${failed} (${error.message})`, 4);
  if (status !== 0) stop(failed, 4);
}

/** The command runs as a child: a signal sent to the terminal's group reaches it too, and it decides. */
function handOver(script, options) {
  const child = spawn(process.execPath, ['--enable-source-maps', script, ...options], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
  });
}

function say(what) {
  process.stderr.write(`tandem: ${what}\n`);
}

function stop(message, code) {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
