import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openProbe } from './read-probe.ts';

const test = suite('read probe');
const folder = mkdtempSync(join(tmpdir(), 'tandem-read-probe-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

/** Beyond the largest pid that Linux hands out: such a process is never alive. */
const nobody = 2 ** 22 + 1;
const header = (pid: number) => `{"probe":"tandem/probe@1","pid":${pid},"node":"v20"}\n`;
const line = (atUs: number, statements: number) =>
  `${JSON.stringify({ atUs, statements, lags: [], poolWaitsUs: [], collections: [] })}\n`;

function probeFile(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

test('reads on where it stopped when the next window is asked for', async () => {
  const file = probeFile('grows', header(process.pid) + line(100, 1) + line(200, 4));
  const probe = openProbe(file);
  assert.is((await probe.window(100, 200))?.statements, 3);
  appendFileSync(file, line(300, 9));
  assert.is((await probe.window(200, 300))?.statements, 5);
  assert.is((await probe.window(100, 300))?.statements, 8);
});

test('waits for the line that closes the window', async () => {
  const file = probeFile('late', header(process.pid) + line(100, 1));
  const window = openProbe(file).window(100, 200);
  const timer = setTimeout(() => appendFileSync(file, line(250, 7)), 60);
  assert.is((await window)?.statements, 6);
  clearTimeout(timer);
});

test('a line cut in two is read once its rest is there', async () => {
  const text = line(200, 5);
  const file = probeFile('halves', header(process.pid) + line(100, 1) + text.slice(0, 9));
  const window = openProbe(file).window(100, 200);
  const timer = setTimeout(() => appendFileSync(file, text.slice(9)), 60);
  assert.is((await window)?.statements, 4);
  clearTimeout(timer);
});

test('the cut-off last line of a killed process is ignored', async () => {
  const file = probeFile(
    'killed',
    `${header(nobody)}${line(100, 1)}${line(200, 3)}{"atUs":300,"st`,
  );
  const seen = await openProbe(file).window(100, 300);
  assert.is(seen?.statements, 2);
  assert.is(seen?.windowMs, 0.1);
});

test('gives nothing for a process that died before the window', async () => {
  const file = probeFile('dead', header(nobody) + line(100, 1));
  assert.is(await openProbe(file).window(150, 300), null);
});

test('adds what children recorded beside the file, those that begin later and those that died too', async () => {
  const file = probeFile('family', header(process.pid) + line(100, 1) + line(200, 4));
  probeFile(`family.${nobody}`, header(nobody) + line(120, 10) + line(150, 40));
  // One that ended at once, one that did not even begin, and what is no recording.
  probeFile('family.11', header(nobody));
  probeFile('family.12', '');
  probeFile('family.inspector', 'ws://127.0.0.1:9229');
  const probe = openProbe(file);
  assert.is((await probe.window(100, 200))?.statements, 3 + 40);
  probeFile('family.13', header(process.pid) + line(220, 0) + line(300, 5));
  appendFileSync(file, line(300, 9));
  assert.is((await probe.window(200, 300))?.statements, 5 + 5);
});

test('gives nothing when there is no file, or an empty one', async () => {
  assert.is(await openProbe(join(folder, 'missing')).window(1, 2), null);
  assert.is(await openProbe(probeFile('empty', '')).window(1, 2), null);
});

test.run();
