import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { recordingFile } from '../harness/record/recording.ts';
import { type Run, runSchema } from '../harness/record/run.ts';
import { renderReport } from '../harness/report/render-report.ts';
import { plainNames, sampleRecording, sampleRun } from '../harness/report/sample-run.ts';
import { writeReport } from '../harness/report/write-report.ts';
import { killedIfHung } from './killed-if-hung.ts';

const test = suite('tandem diff');
const program = fileURLToPath(new URL('tandem.js', import.meta.url));
const repository = fileURLToPath(new URL('../..', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'tandem-diff-'));
test.after(() => rmSync(root, { recursive: true }));

const tandem = (...options: string[]) =>
  spawnSync(process.execPath, [program, ...options], {
    cwd: root,
    encoding: 'utf8',
    ...killedIfHung,
  });

/** A run folder as `compare` leaves it. */
function runFolder(id: string): string {
  const run = { ...sampleRun(plainNames), id };
  const recording = sampleRecording(run);
  mkdirSync(join(root, id));
  writeReport({ ...recordingFile(recording), ...renderReport(run, recording) }, join(root, id));
  return id;
}

const one = runFolder('one');
const two = runFolder('two');

const sample = (name: string): string => {
  const file = `${name}.json`;
  cpSync(join(repository, 'harness/exchange/testdata', file), join(root, file));
  return file;
};

/** The folder that a diff left below `out`, which is its own. */
const leftIn = (out: string): string => {
  const [folder] = readdirSync(join(root, out));
  return join(root, out, folder ?? '');
};

test('two runs: the report is drawn, and said first is that they were not interleaved', () => {
  const ran = tandem('diff', one, join(two, 'run.json'), '--out', 'runs', '--json');
  assert.is(ran.status, 0, ran.stderr);
  const run: Run = runSchema.parse(JSON.parse(ran.stdout));
  assert.is(run.diff?.commonBaseline, 'baseline');
  assert.match(ran.stderr, /^Not interleaved/);
  const folder = leftIn('runs');
  assert.match(readFileSync(join(folder, 'index.html'), 'utf8'), /Not interleaved/);
  assert.equal(runSchema.parse(JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))), run);
  assert.is(readFileSync(join(folder, 'arms.ndjson'), 'utf8').split('\n').length, 4);
});

test('its folder can be drawn again, and neither judged nor laid beside another', () => {
  const folder = leftIn('runs');
  const before = readFileSync(join(folder, 'index.html'), 'utf8');
  assert.is(tandem('report', folder).status, 0);
  assert.is(readFileSync(join(folder, 'index.html'), 'utf8'), before);
  for (const options of [
    ['gate', '--run', folder],
    ['diff', folder, one],
  ]) {
    const refused = tandem(...options);
    assert.is(refused.status, 2, refused.stderr);
    assert.match(refused.stderr, /diff/);
  }
  rmSync(join(folder, 'run.json'));
  assert.is(tandem('report', folder).status, 2);
});

test('a run whose run.json is gone is computed again from its arms', () => {
  const copy = join(root, 'bare');
  cpSync(join(root, two), copy, { recursive: true });
  rmSync(join(copy, 'run.json'));
  const ran = tandem('diff', one, 'bare', '--out', 'of-bare');
  assert.is(ran.status, 0, ran.stderr);
});

test('a run.json alone is enough for its values', () => {
  cpSync(join(root, one, 'run.json'), join(root, 'copied.json'));
  const ran = tandem('diff', 'copied.json', two, '--out', 'of-copied');
  assert.is(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /the load of a is not known/);
});

for (const [a, b] of [
  ['k6-summary-export', 'k6-handle-summary'],
  ['hyperfine', 'hyperfine-failing'],
  ['hyperfine-two', 'hyperfine-two'],
] as const) {
  test(`${a} beside ${b}: values, and no verdict`, () => {
    const ran = tandem('diff', sample(a), sample(b), '--out', `${a}-${b}`, '--json');
    assert.is(ran.status, 0, ran.stderr);
    const run = runSchema.parse(JSON.parse(ran.stdout));
    const metrics = run.scenarios.flatMap((scenario) => Object.values(scenario.metrics));
    assert.ok(metrics.length > 0);
    for (const { baseline, candidate, ratio, verdict, reason } of metrics) {
      assert.ok(baseline && candidate && reason);
      assert.is(ratio, null);
      assert.is(verdict, 'not judged');
    }
    assert.match(readFileSync(join(leftIn(`${a}-${b}`), 'index.html'), 'utf8'), /unknown/);
  });
}

test('of two tools: what both measure, with a warning', () => {
  const ran = tandem('diff', sample('k6-summary-export'), sample('hyperfine'), '--out', 'mixed');
  assert.is(ran.status, 0, ran.stderr);
  assert.match(ran.stderr, /they count and time differently/);
});

writeFileSync(join(root, 'broken.json'), '{"metrics": {');
writeFileSync(join(root, 'other.json'), '{"name": "x", "version": "1"}');
writeFileSync(join(root, 'list.json'), '[1, 2]');
writeFileSync(join(root, 'capacity.json'), '{"schema": "tandem/capacity@1"}');
writeFileSync(join(root, 'newer.json'), '{"schema": "tandem/run@9"}');
mkdirSync(join(root, 'empty'));
const mistakes: readonly [string, string, RegExp][] = [
  ['a path where nothing is', 'nowhere', /there is nothing at nowhere: expected a run folder/],
  ['a file that is cut off', 'broken.json', /broken\.json can't be read as JSON .*expected/],
  [
    'JSON of something else',
    'other.json',
    /other\.json is not a result .*JSON with name, version: expected/,
  ],
  ['a list', 'list.json', /a list: expected/],
  ['a result of another command', 'capacity.json', /schema tandem\/capacity@1: expected/],
  ['a run of a later version', 'newer.json', /not a run of schema tandem\/run@1/],
  ['a folder that is none of a run', 'empty', /neither run\.json nor arms\.ndjson: expected/],
];
for (const [index, [name, path, message]] of mistakes.entries()) {
  test(`${name} gives one clear message and exit code 2`, () => {
    const paths = index % 2 === 0 ? [path, one] : [one, path];
    const ran = tandem('diff', ...paths, '--out', 'never');
    assert.is(ran.status, 2, ran.stderr);
    assert.match(ran.stderr, message);
    assert.not.match(ran.stderr, /^\s+at /m);
  });
}

test.run();
