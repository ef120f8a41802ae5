/** An attribution of the reference, begun or gone on with as a person would: by the command. */
import { spawnSync } from 'node:child_process';
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

/** Takes the steps that were not taken yet, for so many ms at most. */
export function attributePart(
  { part, scenario, steps }: AttributedPart,
  folders: string,
  forMs: number,
): void {
  const untilMs = performance.now() + forMs;
  for (const step of steps) {
    if (isTaken(step, folders, part)) continue;
    if (isRecorded(folders, part) && !isOfThisCommit(join(folders, part))) {
      console.error(`${part}: begun at another commit, so it stays as it is, without ${step}`);
      return;
    }
    takeStep(step, scenario, folders, part, untilMs - performance.now());
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
function takeStep(
  step: Step,
  scenario: string,
  folders: string,
  part: string,
  forMs: number,
): void {
  const folder = join(folders, part);
  const begun = join(folders, `${part}-begun`);
  const what = isRecorded(folders, part) ? ['--resume', folder] : [scenario, '--out', begun];
  const more = step === 'first stage' ? [] : [step];
  const program = fileURLToPath(new URL('../tandem.js', import.meta.url));
  spawnSync(process.execPath, [program, 'attribute', ...what, ...more], {
    stdio: 'inherit',
    timeout: Math.max(1, Math.min(forMs, 2 ** 31 - 1)),
    killSignal: 'SIGINT',
  });
  const latest = join(begun, 'latest');
  if (!isRecorded(folders, part) && existsSync(latest)) renameSync(realpathSync(latest), folder);
}
