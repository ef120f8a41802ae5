/** Mixes of the two sides: some concerns optimized, the rest as people first write them. */
import { baseline } from '../baseline/index.ts';
import { optimized } from '../optimized/index.ts';
import type { Concerns } from '../runtime/concerns.ts';
import { snapshot } from './remedies/deep-copy.ts';
import { runPipeline } from './remedies/groups.ts';
import { createPersister } from './remedies/one-transaction.ts';
import { openConnections } from './remedies/overflow-pool.ts';

/** Each fix and the concern it switches, in the order of the findings. */
const concernOf = {
  pipeline: 'runPipeline',
  retry: 'retry',
  snapshot: 'snapshot',
  notify: 'createNotifier',
  persist: 'createPersister',
  'call-log': 'createCallLog',
  'message-size': 'encodeMessage',
  validation: 'validation',
  connections: 'openConnections',
  offload: 'createOffload',
  monitor: 'createMonitor',
  state: 'createStateStore',
  analysis: 'analysis',
  auth: 'createAuthenticator',
} as const satisfies Record<string, keyof Concerns>;

export type FixName = keyof typeof concernOf;

/** The 14 fixes; number n of the findings is at n - 1. */
export const fixNames = Object.keys(concernOf) as readonly FixName[];

/** What the audit wrote itself, where it is not what `optimized/` does. */
const remedies = {
  groups: { runPipeline },
  'deep-copy': { snapshot },
  'one-transaction': { createPersister },
  'overflow-pool': { openConnections },
} as const satisfies Record<string, Partial<Concerns>>;

export type RemedyName = keyof typeof remedies;

const remedyNames = Object.keys(remedies) as readonly RemedyName[];

/** The baseline with `fixes` switched to their optimized implementations, and the remedies over them. */
export function mixConcerns(
  fixes: readonly FixName[],
  chosen: readonly RemedyName[] = [],
): Concerns {
  const fixed = fixes.map((fix) => [concernOf[fix], optimized[concernOf[fix]]]);
  return Object.assign(
    { ...baseline, ...(Object.fromEntries(fixed) as Partial<Concerns>) },
    ...chosen.map((name) => remedies[name]),
  ) as Concerns;
}

/** The fixes that the environment switches on: `FIX_CALL_LOG=1` is `call-log`. */
export function fixesOf(variables: NodeJS.ProcessEnv): readonly FixName[] {
  return fixNames.filter((fix) => variables[variableOf('FIX', fix)] === '1');
}

/** `REMEDY_DEEP_COPY=1` is `deep-copy`. */
export function remediesOf(variables: NodeJS.ProcessEnv): readonly RemedyName[] {
  return remedyNames.filter((name) => variables[variableOf('REMEDY', name)] === '1');
}

const variableOf = (prefix: string, name: string): string =>
  `${prefix}_${name.toUpperCase().replaceAll('-', '_')}`;
