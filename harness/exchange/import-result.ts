/** Results of other tools, recognised by what is in the file. */
import type { Run } from '../record/run.ts';
import { autocannonSchema, importAutocannon } from './import-autocannon.ts';
import { hyperfineSchema, importHyperfine } from './import-hyperfine.ts';
import { importK6, k6Schema } from './import-k6.ts';
import { type Imported, importedRun } from './imported-run.ts';

export interface ImportedResult {
  readonly format: Imported['format'];
  readonly run: Run;
}

/** Null for what none of them writes. `name` stands for what was measured. */
export function importResult(json: unknown, name: string): ImportedResult | null {
  const imported = recognised(json);
  return imported && { format: imported.format, run: importedRun(imported, name) };
}

function recognised(json: unknown): Imported | null {
  const autocannon = autocannonSchema.safeParse(json);
  if (autocannon.success) return importAutocannon(autocannon.data);
  const hyperfine = hyperfineSchema.safeParse(json);
  if (hyperfine.success) return importHyperfine(hyperfine.data);
  const k6 = k6Schema.safeParse(json);
  return k6.success ? importK6(k6.data) : null;
}
