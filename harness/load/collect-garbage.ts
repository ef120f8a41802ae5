/** A full garbage collection, on demand. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// Node hands `gc` to contexts that are made after the flag was set.
setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/**
 * Blocks until all garbage is gone: called between what makes much of it and what is measured, so
 * that the one does not pay for the other.
 */
export const collectGarbage = (): void => collect();
