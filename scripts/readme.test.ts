import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as splitCommand } from 'shell-quote';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { killedIfHung } from './killed-if-hung.ts';
import { isMeasured } from './measured.ts';

const test = suite('README');
const repository = fileURLToPath(new URL('../..', import.meta.url));
const program = join(repository, 'dist/scripts/tandem.js');
const readme = readFileSync(join(repository, 'README.md'), 'utf8');
const out = mkdtempSync(join(tmpdir(), 'tandem-readme-'));
test.after(() => rmSync(out, { recursive: true }));

const prefix = 'npm run -s tandem -- ';
const commands = readme
  .split('\n')
  .filter((line) => line.startsWith(prefix))
  .map((line) => line.slice(prefix.length).replace(/\s+#.*$/, ''));

/** Runs until Ctrl-C, or takes minutes: tested elsewhere, or run by scripts. */
const long =
  /^(serve|doctor|capacity|gate|attribute|profile|bench|compare (pipeline|baseline|--soak))/;

test('there are commands, and every command of the program is among them', () => {
  for (const name of [
    'compare',
    'capacity',
    'gate',
    'attribute',
    'bench',
    'list',
    'serve',
    'profile',
    'report',
    'diff',
    'doctor',
    'schema',
  ]) {
    assert.ok(
      commands.some((command) => command.startsWith(name)),
      name,
    );
  }
});

for (const command of commands.filter((each) => !long.test(each))) {
  test(`'${command}' does what it says`, () => {
    const words = splitCommand(command.replace('reports/latest', join(out, 'latest'))) as string[];
    const more = [
      ...(/^(compare|diff) /.test(command) ? ['--out', out] : []),
      ...(command.startsWith('compare') ? ['--quick'] : []),
    ];
    const run = spawnSync(process.execPath, [program, ...words, ...more], {
      cwd: repository,
      encoding: 'utf8',
      ...killedIfHung,
    });
    isMeasured({ code: run.status, stderr: run.stderr });
  });
}

test('every folder at the top is in the layout, and every link leads somewhere', () => {
  const folders = [
    'harness',
    'runtime',
    'baseline',
    'optimized',
    'scenarios',
    'scripts',
    'reports',
    'docs',
  ];
  for (const folder of folders) assert.match(readme, new RegExp(`^${folder}/ `, 'm'));
  const files = readdirSync(repository, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('node_modules'),
  );
  for (const [, link = ''] of readme.matchAll(/\]\(([^)#:]+)\)/g)) {
    assert.ok(files.includes(link.replace(/\/$/, '')), link);
  }
});

test.run();
