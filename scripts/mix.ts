/** Mixes of the two sides: some concerns optimized, the rest as people first write them. */
import { baseline } from '../baseline/index.ts';
import { optimized } from '../optimized/index.ts';
import type { Concerns } from '../runtime/concerns.ts';

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

/** The baseline with `fixes` switched to their optimized implementations. */
export function mixConcerns(fixes: readonly FixName[]): Concerns {
  const fixed = fixes.map((fix) => [concernOf[fix], optimized[concernOf[fix]]]);
  return { ...baseline, ...(Object.fromEntries(fixed) as Partial<Concerns>) };
}

/** The fixes that the environment switches on: `FIX_CALL_LOG=1` is `call-log`. */
export function fixesOf(variables: NodeJS.ProcessEnv): readonly FixName[] {
  return fixNames.filter((fix) => variables[variableOf(fix)] === '1');
}

const variableOf = (fix: FixName): string => `FIX_${fix.toUpperCase().replaceAll('-', '_')}`;
