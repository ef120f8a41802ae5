import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';

/** Where a command would be run from: its absolute path, or null. Looks as `execvp` does. */
export async function findExecutable(
  name: string,
  place: { readonly cwd: string; readonly path: string | undefined },
): Promise<string | null> {
  const folders = name.includes('/') ? [''] : (place.path ?? '').split(delimiter);
  for (const folder of folders) {
    const file = resolve(place.cwd, join(folder, name));
    if (await isExecutable(file)) return file;
  }
  return null;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
