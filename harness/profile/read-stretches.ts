import { readFileSync } from 'node:fs';
import type { ProfileStretch } from '../probe/stall-profiler.ts';

/** What the probe of a measured process has written so far; of a killed one, the last line may lack its end. */
export function readStretches(file: string): readonly ProfileStretch[] {
  const complete = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return complete.map((line) => JSON.parse(line) as ProfileStretch);
}
