import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { findExecutable } from './find-executable.ts';

const test = suite<{ folder: string }>('find executable');

test.before(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), 'tandem-test-'));
  await mkdir(join(context.folder, 'bin'));
  await writeFile(join(context.folder, 'bin', 'tool'), '');
  await chmod(join(context.folder, 'bin', 'tool'), 0o755);
  await writeFile(join(context.folder, 'notes'), '');
});

test.after(({ folder }) => rm(folder, { recursive: true }));

test('a bare name is looked up in PATH, a path from the working folder', async ({ folder }) => {
  const tool = join(folder, 'bin', 'tool');
  const path = `/nowhere:${join(folder, 'bin')}`;
  for (const [name, searched, found] of [
    ['tool', path, tool],
    ['tool', '/nowhere', null],
    ['tool', undefined, null],
    ['./bin/tool', undefined, tool],
    [tool, undefined, tool],
    ['./notes', path, null],
    ['./bin', path, null],
    ['', path, null],
  ] as const) {
    assert.is(await findExecutable(name, { cwd: folder, path: searched }), found, name);
  }
});

test.run();
