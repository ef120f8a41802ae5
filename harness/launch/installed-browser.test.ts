import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { installedBrowser } from './installed-browser.ts';

const test = suite('installed browser');
const folder = mkdtempSync(join(tmpdir(), 'tandem-browser-'));
const { PATH: path, CHROMIUM: given } = process.env;

function program(name: string): string {
  const file = join(folder, name);
  writeFileSync(file, '');
  chmodSync(file, 0o755);
  return file;
}

test.before.each(() => {
  process.env['PATH'] = folder;
  delete process.env['CHROMIUM'];
});
test.after(() => {
  process.env['PATH'] = path;
  if (given !== undefined) process.env['CHROMIUM'] = given;
  rmSync(folder, { recursive: true });
});

test('CHROMIUM comes first, then the path, then what else is named', async () => {
  const own = program('own-build');
  if (process.platform !== 'darwin') assert.is(await installedBrowser([own]), own);
  const system = program('google-chrome');
  assert.is(await installedBrowser([own]), system);
  process.env['CHROMIUM'] = own;
  assert.is(await installedBrowser([]), own);
});

test('a CHROMIUM that is no program is said, whatever else there is', async () => {
  program('chromium');
  process.env['CHROMIUM'] = join(folder, 'missing');
  assert.match(String(await installedBrowser([]).catch(String)), /CHROMIUM is .*missing, but/);
});

test.run();
