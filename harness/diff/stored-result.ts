/** A stored result of Tandem or of another tool: what `tandem diff` lays beside another one. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { summarizeAttribution } from '../attribute/summarize-attribution.ts';
import { TandemError, usageError } from '../error.ts';
import { importResult } from '../exchange/import-result.ts';
import { summarizeGate } from '../gate/summarize-gate.ts';
import { readRunFile } from '../record/read-run.ts';
import { type Recording, readRecording } from '../record/recording.ts';
import type { DiffSource, Run, Variant } from '../record/run.ts';

export interface StoredResult {
  readonly source: DiffSource;
  readonly run: Run;
  /** Null where only the result is left, and of other tools. */
  readonly recording: Recording | null;
}

/** What a result is about: the candidate of a run, or all that another tool measured. */
export function subjectOf({ run: { variants } }: StoredResult): Variant {
  const subject = variants[1] ?? variants[0];
  if (!subject) throw usageError('a run without variants was measured of nothing.');
  return subject;
}

/** What the candidate was measured in turns with; null of other tools. */
export const baselineOf = ({ source, run: { variants } }: StoredResult): Variant | null =>
  source.format === 'tandem' && variants.length > 1 ? (variants[0] ?? null) : null;

const expected =
  'expected a run folder of Tandem such as reports/latest, its run.json, or JSON of k6 (--summary-export, or the data of handleSummary), autocannon (-j) or hyperfine (--export-json)';

/** Throws a usage error for anything else. */
export function readStored(path: string): StoredResult {
  if (!existsSync(path)) throw usageError(`there is nothing at ${path}: ${expected}.`);
  if (statSync(path).isDirectory()) return storedFolder(path);
  return basename(path) === 'arms.ndjson' ? storedFolder(dirname(path)) : storedFile(path);
}

function storedFolder(folder: string): StoredResult {
  const file = join(folder, 'run.json');
  if (existsSync(file)) return storedRun(readRunFile(file), folder, folder);
  if (!existsSync(join(folder, 'arms.ndjson'))) {
    throw usageError(`${folder} has neither run.json nor arms.ndjson: ${expected}.`);
  }
  const recording = readRecording(folder);
  const summarize = recording.header.attribution ? summarizeAttribution : summarizeGate;
  return storedRun(summarize(recording), folder, folder);
}

function storedFile(file: string): StoredResult {
  const json = parseJson(file);
  if (isOfTandem(json)) return storedRun(readRunFile(file), dirname(file), file);
  const imported = importResult(json, basename(file));
  if (imported === null) {
    throw usageError(`${file} is not a result that can be read, but ${kindOf(json)}: ${expected}.`);
  }
  const { format, run } = imported;
  const startedAt = run.environment.startedAt || null;
  return {
    source: { format, file, id: null, startedAt, environment: null },
    run,
    recording: null,
  };
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw usageError(`${file} can't be read as JSON (${(error as Error).message}): ${expected}.`);
  }
}

const isRecord = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

const isOfTandem = (json: unknown): boolean =>
  isRecord(json) && String(json['schema']).startsWith('tandem/run@');

/** Names what came, so that a mistaken file is seen at once. */
function kindOf(json: unknown): string {
  if (!isRecord(json)) return Array.isArray(json) ? 'a list' : `the JSON value ${typeof json}`;
  if (typeof json['schema'] === 'string')
    return `JSON of the schema ${json['schema'].slice(0, 40)}`;
  const keys = Object.keys(json).slice(0, 6).join(', ').slice(0, 100);
  return keys === '' ? 'an empty object' : `JSON with ${keys}`;
}

function storedRun(run: Run, folder: string, file: string): StoredResult {
  if (run.diff) {
    throw usageError(
      `${file} is itself a diff, of ${run.diff.baseline.file} and ${run.diff.candidate.file}: name two of those.`,
    );
  }
  const { id, environment } = run;
  return {
    source: { format: 'tandem', file, id, startedAt: environment.startedAt, environment },
    run,
    recording: recordingOf(run, folder),
  };
}

/** That of the same run; a result that was copied elsewhere may lie beside another's. */
function recordingOf({ id }: Run, folder: string): Recording | null {
  if (!existsSync(join(folder, 'arms.ndjson'))) return null;
  try {
    const recording = readRecording(folder);
    return recording.header.id === id ? recording : null;
  } catch (error) {
    if (error instanceof TandemError) return null;
    throw error;
  }
}
