/** What the study of the gate measures next, and what came of it. */
import type { Gate } from '../../harness/record/run.ts';
import { plants } from './plants.ts';

export interface Job {
  readonly plant: string;
  /** Busy loops on both cores meanwhile. */
  readonly hogs: boolean;
  readonly seed: string;
}

export interface Outcome extends Job {
  /** ISO 8601. */
  readonly at: string;
  readonly seconds: number;
  readonly states: Readonly<Record<'margin0' | 'margin5', Gate['state']>>;
  /** Until it was settled. */
  readonly launches: Readonly<Record<'margin0' | 'margin5', number>>;
  readonly broken: readonly string[];
  readonly reasons: readonly string[];
  readonly invalidArms: number;
  readonly ratios: Readonly<
    Record<string, { readonly value: number; readonly lo: number; readonly hi: number }>
  >;
  /** By rule: did it call the candidate slower? */
  readonly simple: Readonly<Record<string, boolean>>;
}

/** Of so many gates, how many are of each kind: equal versions are the larger part. */
const shares: readonly (readonly [plant: string, hogs: boolean, share: number])[] = [
  ['none', false, 4],
  ['none', true, 2],
  ...Object.keys(plants)
    .filter((plant) => plant !== 'none')
    .map((plant) => [plant, false, 1] as const),
];

/** The kind that is furthest behind its share. */
export function nextJob(outcomes: readonly Outcome[]): Job {
  const behind = shares.map(([plant, hogs, share]) => {
    const done = outcomes.filter((outcome) => outcome.plant === plant && outcome.hogs === hogs);
    return { plant, hogs, done: done.length, lack: done.length / share };
  });
  const next = behind.reduce((least, kind) => (kind.lack < least.lack ? kind : least));
  const { plant, hogs, done } = next;
  return { plant, hogs, seed: `${plant}${hogs ? '-hogs' : ''}-${done}` };
}
