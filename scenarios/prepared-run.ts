/** Runs that exist before the first arm, for operations that read: the same on every arm. */
import type { Io } from '../harness/index.ts';
import { awaitRun } from './drive-run.ts';
import { userOf } from './run-identity.ts';
import { bearerOf } from './token.ts';
import { runRequestOf, type Workload } from './workload.ts';

export interface PreparedRun {
  readonly id: string;
  /** Those of its owner. */
  readonly headers: Readonly<Record<string, string>>;
  readonly create: (io: Io) => Promise<void>;
}

/** A background run without model calls. Its id holds no arm: all of them read the same run. */
export function preparedRun(
  id: string,
  workload: Omit<Workload, 'model' | 'interactive'>,
): PreparedRun {
  const request = runRequestOf({ ...workload, model: false, interactive: 0 }, id);
  return {
    id,
    headers: bearerOf(userOf(id)),
    create: async (io) => {
      const { wrong } = await awaitRun(request, userOf(id), io);
      if (wrong !== undefined) throw new Error(wrong);
    },
  };
}
