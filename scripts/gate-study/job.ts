/** What the study of the gate measures next, and what came of it. */

import { type PlantName, plants } from './plants.ts';
import type { StoredTable } from './stored-table.ts';

export interface Job {
  readonly plant: PlantName;
  /** Busy loops on both cores meanwhile. */
  readonly hogs: boolean;
  readonly seed: string;
}

/** A gate as it was measured; how it is judged is computed again whenever the study is described. */
export interface Outcome extends Job {
  /** ISO 8601. */
  readonly at: string;
  /** Of this repository. */
  readonly commit: string | null;
  readonly seconds: number;
  /** Load on the machine before it, over one minute: other work that ran beside the study. */
  readonly loadBefore: number;
  readonly unitsOfLaunches: readonly number[];
  /** Why the scenario was invalid as a whole. */
  readonly faults: readonly string[];
  /** Why arms were invalid, without the numbers in it. */
  readonly invalidArms: readonly string[];
  readonly warmUpMs: readonly number[];
  /** Statements, messages and the like by count passes: judged as they are. */
  readonly table: StoredTable;
  /** By rule: did it call the candidate slower? */
  readonly simple: Readonly<Record<string, boolean>>;
}

/** These are what others are compared with; two of them are compared with themselves, too. */
const compared: readonly PlantName[] = ['none', 'runtime-none', 'runtime-slow-database'];
/** What was measured twice in arms that are too short for it. */
const ended: readonly PlantName[] = ['runtime-pool-3'];

/** Of so many gates, how many are of each kind: equal versions are the larger part. */
const shares: readonly (readonly [plant: PlantName, hogs: boolean, share: number])[] = [
  ['none', false, 3],
  ['none', true, 2],
  ['runtime-none', false, 1],
  ...(Object.keys(plants) as PlantName[])
    .filter((plant) => !compared.includes(plant) && !ended.includes(plant))
    .map((plant) => [plant, false, 1] as const),
];

/** The kind that is furthest behind its share. */
export function nextJob(outcomes: readonly Pick<Outcome, 'plant' | 'hogs'>[]): Job {
  const behind = shares.map(([plant, hogs, share]) => {
    const done = outcomes.filter((outcome) => outcome.plant === plant && outcome.hogs === hogs);
    return { plant, hogs, done: done.length, lack: done.length / share };
  });
  const next = behind.reduce((least, kind) => (kind.lack < least.lack ? kind : least));
  const { plant, hogs, done } = next;
  return { plant, hogs, seed: `${plant}${hogs ? '-hogs' : ''}-${done}` };
}
