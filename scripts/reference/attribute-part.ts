/** An attribution of the reference, begun or gone on with as a person would: by the command. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, realpathSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { summarizeAttribution } from '../../harness/attribute/summarize-attribution.ts';
import { readCommit } from '../../harness/record/environment.ts';
import { type AskedAttribution, readRecording } from '../../harness/record/recording.ts';
import { isRecorded } from './stored-parts.ts';

export interface AttributedPart {
  readonly part: string;
  readonly scenario: string;
  /** Each asks more of the run. */
  readonly steps: readonly Step[];
}

type Step = 'first stage' | '--claims' | '--thorough' | '--cross-check';

const isAsked: Readonly<Record<Step, (asked: AskedAttribution) => boolean>> = {
  'first stage': () => true,
  '--claims': ({ checkClaims }) => checkClaims,
  '--thorough': ({ thorough }) => thorough,
  '--cross-check': ({ crossCheck }) => crossCheck,
};

/** Takes the steps that were not taken yet, for so many ms at most, and none once the signal came. */
export async function attributePart(
  { part, scenario, steps }: AttributedPart,
  folders: string,
  forMs: number,
  signal: AbortSignal,
): Promise<void> {
  const timeIsUp = AbortSignal.timeout(Math.max(0, Math.min(forMs, 2 ** 31 - 1)));
  const until = AbortSignal.any([signal, timeIsUp]);
  for (const step of steps) {
    if (until.aborted) return;
    if (isTaken(step, folders, part)) continue;
    if (isRecorded(folders, part) && !isOfThisCommit(join(folders, part))) {
      console.error(`${part}: begun at another commit, so it stays as it is, without ${step}`);
      return;
    }
    const what = isRecorded(folders, part) ? ['--resume', join(folders, part)] : [scenario];
    await takeStep(step, what, { folders, part }, until);
    if (!isTaken(step, folders, part)) return;
  }
}

function isTaken(step: Step, folders: string, part: string): boolean {
  if (!isRecorded(folders, part)) return false;
  const recording = readRecording(join(folders, part));
  const { attribution } = recording.header;
  return (
    attribution !== undefined &&
    isAsked[step](attribution) &&
    !summarizeAttribution(recording).partial
  );
}

const isOfThisCommit = (folder: string): boolean =>
  readRecording(folder).header.environment.commit === readCommit(process.cwd()).commit;

/** Where the command begins a run; it has its place when the command ended. */
async function takeStep(
  step: Step,
  what: readonly string[],
  { folders, part }: { readonly folders: string; readonly part: string },
  until: AbortSignal,
): Promise<void> {
  const begun = join(folders, `${part}-begun`);
  const place = isRecorded(folders, part) ? [] : ['--out', begun];
  const more = step === 'first stage' ? [] : [step];
  const program = fileURLToPath(new URL('../tandem.js', import.meta.url));
  const child = spawn(process.execPath, [program, 'attribute', ...what, ...place, ...more], {
    stdio: 'inherit',
  });
  // Once only: a second signal would end it before it has written what it measured.
  const interrupt = (): void => void child.kill('SIGINT');
  until.addEventListener('abort', interrupt, { once: true });
  await once(child, 'exit');
  until.removeEventListener('abort', interrupt);
  const latest = join(begun, 'latest');
  if (place.length > 0 && existsSync(latest)) {
    renameSync(realpathSync(latest), join(folders, part));
  }
}
