/**
 * The raw material of a run: `arms.ndjson` in its folder. The first line says what was planned; the
 * others are the events as they came, each on disk before the next arm starts. Everything that is
 * shown later is computed from it.
 */
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Claim } from '../config/claim.ts';
import type { Load, Scenario } from '../config/scenario.ts';
import { exitCode, TandemError, usageError } from '../error.ts';
import type { RunEvent } from '../run/events.ts';
import type { MetricName } from './metric.ts';
import type { Environment, Run } from './run.ts';

/** A scenario as described, without its functions. */
export type DescribedScenario = Pick<
  Scenario,
  'name' | 'title' | 'findings' | 'metricOfInterest' | 'remark' | 'unjudged' | 'parameters'
> & {
  readonly load: Load;
  readonly launches: number;
  readonly units: number;
  /** Of a leak check: how long it was to take, in ms. */
  readonly soakMs?: number;
};

/** The start of each arm that does not count, in ms; 0 where all of it does. */
export const cutMsOf = (scenario: DescribedScenario | undefined): number =>
  scenario?.load.kind === 'open' ? scenario.load.cutMs : 0;

export interface RecordingHeader {
  readonly schema: 'tandem/recording@1';
  readonly id: string;
  readonly command: string;
  readonly seed: string;
  readonly quick: boolean;
  readonly environment: Environment;
  readonly variants: Run['variants'];
  readonly scenarios: readonly DescribedScenario[];
  /** What a gate holds the candidate to, and the planned units of each launch. */
  readonly gate?: {
    readonly limits: readonly string[];
    /** Somebody wrote them; else they are the usual ones. */
    readonly asked: boolean;
    readonly unitsOfLaunches: readonly number[];
  };
  readonly attribution?: AskedAttribution;
  /** The sides are of two runs, laid beside each other: nothing may be computed from both. */
  readonly diff?: Run['diff'];
}

/** What an attribution was asked for: all that is needed to go on with it. */
export interface AskedAttribution {
  readonly scenario: string;
  /** As they were typed. */
  readonly flags: Readonly<Record<string, string | readonly string[]>>;
  readonly seed: string;
  /** The fixes that are switched on and off, with the number of the finding where there is one. */
  readonly factors: readonly { readonly fix: string; readonly finding: number | null }[];
  readonly metrics: readonly MetricName[];
  readonly thorough: boolean;
  readonly crossCheck: boolean;
  /** What was promised, and whether all that it is about is to be measured. */
  readonly claims: readonly Claim[];
  readonly checkClaims: boolean;
}

export interface Recording {
  readonly header: RecordingHeader;
  readonly events: readonly RunEvent[];
}

const fileName = 'arms.ndjson';

/** `reports/2026-11-22T10-00-00-ab12`. Throws `notFit` when it can't be written. */
export const createRunFolder = (out: string, id: string): string =>
  written(join(out, id), (folder) => {
    makeFolder(folder);
    linkLatest(out, id);
  });

/** The same for what is no comparison: `latest` stays the last one of those. */
export const createSideFolder = (out: string, id: string): string =>
  written(join(out, id), makeFolder);

/** Where the raw profiles of a run are left; made here. */
export const profilesIn = (folder: string): string => written(join(folder, 'profiles'), makeFolder);

function written(folder: string, make: (folder: string) => void): string {
  try {
    make(folder);
    return folder;
  } catch (error) {
    throw new TandemError(
      exitCode.notFit,
      `the report folder ${folder} can't be written (${(error as Error).message}): choose another with --out.`,
    );
  }
}

/** One level at a time: the recursive call of Node 20 never ends where nothing can be made (/proc). */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
}

/** `latest` is only ever a link; a folder of that name is somebody's, and stays. */
function linkLatest(out: string, id: string): void {
  const latest = join(out, 'latest');
  const there = lstatSync(latest, { throwIfNoEntry: false });
  if (there && !there.isSymbolicLink()) return;
  if (there) rmSync(latest);
  symlinkSync(id, latest);
}

/** Passes events on, each appended to the recording first; `kept` are those of before. */
export const recordArms = (
  folder: string,
  header: RecordingHeader,
  events: AsyncIterable<RunEvent>,
  kept: readonly RunEvent[] = [],
): AsyncGenerator<RunEvent> => recordEvents(join(folder, fileName), header, events, kept);

/** The same for any kind of events. */
export async function* recordEvents<E>(
  file: string,
  header: object,
  events: AsyncIterable<E>,
  kept: readonly E[] = [],
): AsyncGenerator<E> {
  // What is there already is replaced as a whole or not at all.
  const lines = [header, ...kept].map((line) => `${JSON.stringify(line)}\n`);
  writeFileSync(`${file}.new`, lines.join(''));
  renameSync(`${file}.new`, file);
  for await (const event of events) {
    appendFileSync(file, `${JSON.stringify(event)}\n`);
    yield event;
  }
}

/** A whole recording as it lies in a run folder, by the name of its file. */
export const recordingFile = ({ header, events }: Recording): Readonly<Record<string, string>> => ({
  [fileName]: [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join(''),
});

/** Reads a run folder; a last line that was cut off is left out. Throws a usage error otherwise. */
export function readRecording(folder: string): Recording {
  const file = join(folder, fileName);
  if (!existsSync(file)) {
    throw usageError(
      `${folder} is not a run folder: it has no ${fileName}. Name a folder such as reports/latest.`,
    );
  }
  const [first = '', ...lines] = readFileSync(file, 'utf8').split('\n');
  const header = parseLine<RecordingHeader>(first);
  if (header?.schema !== 'tandem/recording@1') {
    throw usageError(
      `${file} is of another version or was cut off in its first line: measure again.`,
    );
  }
  const events = lines.flatMap((line) => parseLine<RunEvent>(line) ?? []);
  return { header, events };
}

function parseLine<T>(line: string): T | null {
  try {
    return JSON.parse(line) as T;
  } catch {
    return null;
  }
}

/** Year to second in UTC and four characters of chance. */
export const newRunId = (now: Date, random: () => number): string =>
  `${now.toISOString().slice(0, 19).replaceAll(':', '-')}-${random().toString(36).slice(2, 6).padEnd(4, '0')}`;
