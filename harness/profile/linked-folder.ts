import { mkdtemp, readdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What profilers leave behind, and stumble over the next time. */
const leftover = /^(node_trace\..*\.log|isolate-.*\.log|\.clinic)$/;

/**
 * A new folder in which all that is in `folder` is found by the same names, and what is written
 * beside it is not there: a server started here runs as it would there.
 */
export async function linkedFolder(folder: string): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'tandem-profile-'));
  for (const name of await readdir(folder)) {
    if (!leftover.test(name)) await symlink(resolve(folder, name), join(made, name));
  }
  return made;
}
