/** Full garbage collections that nobody but a leak check asks for. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Of a large heap a collection takes long: it is followed by so many times its length without one. */
const restFor = 2;

/**
 * Collects all garbage every so often, for as long as the process lives: a server without much
 * garbage makes no full collection of its own in tens of thousands of operations, and before one
 * nobody knows what is held. It costs time, and so has no place where times are measured.
 */
export function collectEvery(everyMs: number): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  setFlagsFromString('--no-expose-gc');
  const wait = (ms: number) => {
    setTimeout(() => {
      const startedMs = performance.now();
      collect();
      wait(Math.max(everyMs, restFor * (performance.now() - startedMs)));
    }, ms).unref();
  };
  wait(everyMs);
}
