import { existsSync, readFileSync } from 'node:fs';
import { notFitError } from '../error.ts';
import type { ProfileStretch } from '../probe/stall-profiler.ts';

/** Of a server whose probe was not loaded. */
export const notLookedInto = () =>
  notFitError(
    'a measured server can not be looked into: it is no Node process, or its NODE_OPTIONS were taken away; start it with node.',
  );

/**
 * What the probe of a measured process has written so far; of a killed one, the last line may lack
 * its end. Throws notFit where there is no probe.
 */
export function readStretches(file: string): readonly ProfileStretch[] {
  if (!existsSync(file)) throw notLookedInto();
  const complete = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return complete.map((line) => JSON.parse(line) as ProfileStretch);
}
