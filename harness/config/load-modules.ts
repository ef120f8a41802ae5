import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TandemError, usageError } from '../error.ts';

export interface LoadedModule {
  /** file: */
  readonly url: string;
  readonly module: Readonly<Record<string, unknown>>;
}

/** Modules that a configuration names, one after another. `kind` is what they are, for the error. */
export async function loadModules(
  kind: string,
  paths: readonly string[],
  folder: string,
): Promise<readonly LoadedModule[]> {
  const loaded: LoadedModule[] = [];
  for (const path of paths) {
    const url = pathToFileURL(resolve(folder, path)).href;
    loaded.push({ url, module: await loadModule(kind, path, url) });
  }
  return loaded;
}

async function loadModule(
  kind: string,
  path: string,
  url: string,
): Promise<LoadedModule['module']> {
  try {
    return (await import(url)) as LoadedModule['module'];
  } catch (error) {
    if (error instanceof TandemError) throw error;
    throw usageError(
      `the ${kind} module ${path} of tandem.config can't be loaded: ${(error as Error).message}`,
    );
  }
}
