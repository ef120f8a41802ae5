/** Reaches into the packages that a server loads, without a change to the server's code. */
import { createRequire } from 'node:module';

/** A method as it is called: with any object, and passed on with whatever it was given. */
export type Method<T> = (this: T, ...given: unknown[]) => unknown;

/**
 * Calls `patch` with the exports of each CommonJS file whose path matches, as soon as it is loaded
 * and before anyone has them. ES modules that import a CommonJS file come through here too.
 * Every copy of a package is patched. Bundled packages are not found.
 */
export function onModuleLoaded(path: RegExp, patch: (exports: unknown) => void): void {
  if (patches.length === 0) watchLoading();
  patches.push({ path, patch });
}

const patches: { readonly path: RegExp; readonly patch: (exports: unknown) => void }[] = [];

function watchLoading(): void {
  const { extensions } = createRequire(import.meta.url);
  const load = extensions['.js'];
  if (!load) return;
  extensions['.js'] = (module, filename) => {
    load(module, filename);
    for (const { path, patch } of patches) if (path.test(filename)) patch(module.exports);
  };
}

/** Replaces a method of a class; a class without it (another version of the package) is left as it is. */
export function replaceMethod<T>(
  owner: unknown,
  name: string,
  replace: (original: Method<T>) => Method<T>,
): void {
  if (typeof owner !== 'function') return;
  const { prototype } = owner;
  if (typeof prototype?.[name] === 'function') prototype[name] = replace(prototype[name]);
}

/**
 * Calls a method that takes a callback or else returns a promise, and tells `settled` how it ended
 * just before the caller learns it; `given` is used up. The caller gets what it would have got; a rejection that nobody
 * handles stays one.
 */
export function callObserved<T>(
  method: Method<T>,
  self: T,
  given: unknown[],
  settled: (error: unknown) => void,
): unknown {
  const [callback] = given;
  if (typeof callback === 'function') {
    given[0] = function (this: unknown, ...results: unknown[]): unknown {
      settled(results[0]);
      return callback.apply(this, results);
    };
    return method.apply(self, given);
  }
  const promised = method.apply(self, given) as Promise<unknown>;
  return promised.then(
    (value) => {
      settled(null);
      return value;
    },
    (error) => {
      settled(error ?? new Error('rejected without a reason'));
      throw error;
    },
  );
}
