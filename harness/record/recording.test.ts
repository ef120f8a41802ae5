import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sampleRecording, sampleRun } from '../report/sample-run.ts';
import type { RunEvent } from '../run/events.ts';
import { createRunFolder, newRunId, readRecording, recordArms } from './recording.ts';

const test = suite('recording');
const out = mkdtempSync(join(tmpdir(), 'tandem-recording-'));
test.after(() => rmSync(out, { recursive: true }));

const { header, events } = sampleRecording(
  sampleRun({ scenario: 'gate', variant: 'baseline', reason: '', failure: 'reset' }),
);

async function* oneByOne(): AsyncGenerator<RunEvent> {
  yield* events;
}

async function record(folder: string): Promise<void> {
  for await (const event of recordArms(folder, header, oneByOne())) assert.ok(event.kind);
}

test('what was recorded is read back as it was', async () => {
  const folder = createRunFolder(out, 'whole');
  await record(folder);
  assert.equal(readRecording(folder), { header, events });
});

test('a last line that was cut off is left out', async () => {
  const folder = createRunFolder(out, 'cut');
  await record(folder);
  appendFileSync(join(folder, 'arms.ndjson'), '{"kind":"arm","arm":{"scen');
  assert.equal(readRecording(folder).events, events);
});

test('latest points at the newest run', () => {
  createRunFolder(out, 'first');
  createRunFolder(out, 'second');
  assert.is(readlinkSync(join(out, 'latest')), 'second');
});

test('a folder named latest is somebody else’s and stays', () => {
  const own = join(out, 'own');
  mkdirSync(join(own, 'latest'), { recursive: true });
  writeFileSync(join(own, 'latest', 'mine.txt'), 'mine');
  createRunFolder(own, 'run');
  assert.ok(existsSync(join(own, 'latest', 'mine.txt')));
  assert.not(lstatSync(join(own, 'latest')).isSymbolicLink());
});

for (const place of ['/dev/null/x', '/proc/x']) {
  test(`${place} can't be written, and that is said`, () => {
    assert.throws(
      () => createRunFolder(place, 'run'),
      (error: { code: number; message: string }) =>
        error.code === 4 && /can't be written .* --out/.test(error.message),
    );
  });
}

test('a folder without recording, or of another version, is a usage error', () => {
  const empty = createRunFolder(out, 'empty');
  const isUsage = (error: { code: number }) => error.code === 2;
  assert.throws(() => readRecording(empty), isUsage);
  writeFileSync(join(empty, 'arms.ndjson'), '{"schema":"tandem/recording@9"}\n');
  assert.throws(() => readRecording(empty), isUsage);
});

test('a run is named by its second, and runs of one second differ', () => {
  const at = new Date('2026-01-02T03:04:05.678Z');
  assert.match(
    newRunId(at, () => 0.5),
    /^2026-01-02T03-04-05-.{4}$/,
  );
  assert.is.not(
    newRunId(at, () => 0.1),
    newRunId(at, () => 0.9),
  );
});

test.run();
