import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { exitCode, TandemError } from '../error.ts';

/** Writes the files of a report into a run folder. Throws `notFit` when it can't. */
export function writeReport(report: Readonly<Record<string, string>>, folder: string): void {
  try {
    for (const [name, content] of Object.entries(report)) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  } catch (error) {
    throw new TandemError(
      exitCode.notFit,
      `the report can't be written to ${folder} (${(error as Error).message}): choose another folder with --out; what was measured is in the .ndjson file there.`,
    );
  }
}
