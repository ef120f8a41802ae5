/** What the trials of one comparison share: the database server, the cores, a folder for probes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CorePlan, pinSelf, planCores } from '../launch/cores.ts';
import { openPostgres, type PostgresServer } from '../launch/postgres.ts';
import type { Trial } from '../plan/trial.ts';

export interface Rig {
  readonly cores: CorePlan;
  /** Null when no scenario needs a database. */
  readonly postgres: PostgresServer | null;
  readonly probeFolder: string;
  /** Aborted by Ctrl-C: what is in flight ends, what was measured stays. */
  readonly signal: AbortSignal;
  readonly close: () => Promise<void>;
}

/** Throws a `notFit` error when there is no PostgreSQL to be had. */
export async function openRig(trials: readonly Trial[], signal: AbortSignal): Promise<Rig> {
  const needsDatabase = trials.some(({ scenario }) => scenario.scenario.database);
  const cores = planCores();
  if (cores.helpers) pinSelf(cores.helpers);
  const databaseUrl = process.env['DATABASE_URL'];
  const postgres = needsDatabase ? await openPostgres({ databaseUrl, cores: cores.helpers }) : null;
  const probeFolder = mkdtempSync(join(tmpdir(), 'tandem-probe-'));
  return {
    cores,
    postgres,
    probeFolder,
    signal,
    close: async () => {
      if (cores.helpers) pinSelf([...cores.measured, ...cores.helpers]);
      await postgres?.stop();
      rmSync(probeFolder, { recursive: true, force: true });
    },
  };
}
