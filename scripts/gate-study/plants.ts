/** What the candidates of the study of the gate are slowed down by. */
import { usageError } from '../../harness/error.ts';

export interface Plant {
  /** Factor on computing and on waiting. */
  readonly slower: number;
  /** One request in a hundred waits so much longer. */
  readonly tailMs: number;
  /** The event loop is blocked for so long every five seconds. */
  readonly stallMs: number;
}

const none: Plant = { slower: 1, tailMs: 0, stallMs: 0 };

export const plants: Readonly<Record<string, Plant>> = {
  none,
  'slower-5': { ...none, slower: 1.05 },
  'slower-10': { ...none, slower: 1.1 },
  'slower-15': { ...none, slower: 1.15 },
  'tail-60': { ...none, tailMs: 60 },
  'stall-200': { ...none, stallMs: 200 },
};

export function plantNamed(name: string): Plant {
  const plant = plants[name];
  if (plant) return plant;
  throw usageError(`there is no plant '${name}': there is ${Object.keys(plants).join(', ')}.`);
}
