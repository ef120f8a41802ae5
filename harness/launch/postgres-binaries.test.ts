import { lstat, mkdtemp, readdir, realpath, rename, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findInstalled, findPostgresBinaries } from './postgres-binaries.ts';
import { copiedBundle } from './postgres-bundle.ts';
import { databaseUser } from './system-user.ts';

const test = suite<{ folder: string; bin: string }>('PostgreSQL binaries');

test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'tandem-test-'));
  context.bin = await copiedBundle(context.folder);
});

test.after(({ folder }) => rm(folder, { recursive: true, force: true }));

test('the bundled programs come first', async () => {
  const { origin } = await findPostgresBinaries(await databaseUser());
  assert.is(origin, 'bundled');
});

test('a copy of them needs nothing of the original and is readable by everyone', async ({
  bin,
}) => {
  const libraries = join(dirname(bin), 'lib');
  for (const entry of await readdir(libraries, { withFileTypes: true })) {
    assert.is(dirname(await realpath(join(libraries, entry.name))), await realpath(libraries));
    const { mode } = await stat(join(libraries, entry.name));
    assert.is(mode & 0o444, 0o444, entry.name);
  }
  assert.is((await stat(join(bin, 'postgres'))).mode & 0o777, 0o755);
  assert.is((await lstat(libraries)).mode & 0o777, 0o755);
});

test('an installation is found by PGBIN, if its programs run', async ({ folder, bin }) => {
  assert.is(await findInstalled({ PGBIN: bin }, null), bin);
  assert.is.not(await findInstalled({ PGBIN: folder }, null), folder);
});

test('a copy that lost a file is made anew, and no draft stays behind', async ({ folder, bin }) => {
  await rm(join(bin, 'initdb'));
  assert.is(await copiedBundle(folder), bin);
  assert.ok((await stat(join(bin, 'initdb'))).isFile());
  assert.is((await readdir(folder)).length, 1);
});

test('what lies in the place of the copy and may not be ours is not run', async ({
  folder,
  bin,
}) => {
  const copy = dirname(dirname(bin));
  await rename(copy, join(folder, 'elsewhere'));
  await symlink(join(folder, 'elsewhere'), copy);
  await copiedBundle(folder).then(
    () => assert.unreachable('a link was followed'),
    (error: Error) => assert.match(error.message, 'belongs to someone else'),
  );
});

test.run();
