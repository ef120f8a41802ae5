import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { usageError } from '../error.ts';
import { type Run, runSchema, runSchemaName } from './run.ts';

/** A run folder or its `run.json`, as a folder. Throws a usage error when there is neither. */
export function runFolderOf(path: string): string {
  if (!existsSync(path)) {
    throw usageError(
      `there is no run at ${path}: name a run folder such as reports/latest, or its run.json.`,
    );
  }
  return statSync(path).isDirectory() ? path : dirname(path);
}

/** Reads and checks `run.json`. Throws a usage error for one that is cut off or of another schema. */
export const readRun = (folder: string): Run => readRunFile(join(folder, 'run.json'));

/** The same of a file of any name. */
export function readRunFile(file: string): Run {
  const parsed = runSchema.safeParse(parseJson(file));
  if (parsed.success) return parsed.data;
  throw usageError(
    `${file} is not a run of schema ${runSchemaName}:\n${z.prettifyError(parsed.error)}\nIt is of another version, or was changed. Where its arms.ndjson is beside it, remove it and run tandem report on the folder to compute it again.`,
  );
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw usageError(
      `${file} can't be read (${(error as Error).message}): it was cut off or is not JSON. Remove it and run tandem report on its folder to compute it again from arms.ndjson.`,
    );
  }
}
