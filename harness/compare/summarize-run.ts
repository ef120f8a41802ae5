/** From the raw recording to `run.json`: pure, so that `report` computes it again at any time. */
import type { Load } from '../config/scenario.ts';
import { usageError } from '../error.ts';
import { seededRandom } from '../load/random.ts';
import type { ArmResult } from '../record/arm-result.ts';
import type { DescribedScenario, Recording } from '../record/recording.ts';
import type { Run } from '../record/run.ts';
import { runSchemaName } from '../record/run.ts';
import type { RunEvent } from '../run/events.ts';
import { summarizeScenario } from './judge.ts';
import { shortArms } from './short-arms.ts';
import { type FailedShares, invalidArmsSentence, usualFailedShares } from './validity.ts';

/** Of one scenario; a run may have sixteen, and one of them would be invalid by chance too often. */
const driftLevel = 0.001;

const noComparison =
  'this is the folder of a diff: its sides were measured apart, so nothing may be judged from both together. Run tandem diff on the two runs again, or name one of them.';

/** Samples, comparisons and verdicts of everything that was measured so far. */
export function summarizeRun(
  { header, events }: Recording,
  mayFail: FailedShares = usualFailedShares,
): Run {
  if (header.diff) throw usageError(noComparison);
  const arms = events.flatMap((event) => (event.kind === 'arm' ? [event.arm] : []));
  const measured = header.scenarios.filter(({ name }) => arms.some((arm) => arm.scenario === name));
  return {
    schema: runSchemaName,
    id: header.id,
    command: header.command,
    seed: header.seed,
    partial: !header.scenarios.every((scenario) => isComplete(scenario, events)),
    quick: header.quick,
    environment: { ...header.environment, seconds: secondsOf(arms, header.environment.startedAt) },
    variants: header.variants,
    scenarios: measured.map((scenario) =>
      summarizeScenario({
        scenario,
        arms: arms.filter((arm) => arm.scenario === scenario.name),
        sameWork: events.flatMap((event) =>
          event.kind === 'launched' && event.scenario === scenario.name ? [event.sameWork] : [],
        ),
        warmUps: events.flatMap((event) =>
          event.kind === 'launched' && event.scenario === scenario.name ? [event.warmUp] : [],
        ),
        faults: faultsOf(scenario.name, arms, events),
        mayFail,
        quick: header.quick,
        // A gate looks for it itself, in its own units.
        driftLevel: header.gate ? 0 : driftLevel,
        random: seededRandom(`${header.seed}/${scenario.name}/flips`),
      }),
    ),
    warnings: [
      ...events.flatMap(warningOf),
      ...measured.flatMap(({ name }) => invalidArms(name, arms)),
      // A gate tests itself whether its arms are long enough.
      ...(header.gate ? [] : measured.flatMap(({ name, load }) => tooShort(name, load, arms))),
    ],
  };
}

/** What was never compared is not judged: a side that died, or a launch that was cut off. */
function faultsOf(
  scenario: string,
  arms: readonly ArmResult[],
  events: readonly RunEvent[],
): readonly string[] {
  const own = events.filter(
    (event) => event.kind !== 'arm' && event.kind !== 'control' && event.scenario === scenario,
  );
  const failed = own.find((event) => event.kind === 'failed');
  if (failed) return [failed.failure.message.split('\n')[0] ?? 'it failed'];
  const begun = new Set(
    arms.filter((arm) => arm.scenario === scenario).map(({ launch }) => launch),
  );
  const ended = own.filter((event) => event.kind === 'launched').length;
  if (begun.size <= ended) return [];
  return ['it was cut off before the answers of both sides were compared: measure it again'];
}

function isComplete(scenario: DescribedScenario, events: readonly RunEvent[]): boolean {
  const launched = events.filter(
    (event) => event.kind === 'launched' && event.scenario === scenario.name,
  );
  return launched.length === scenario.launches;
}

function secondsOf(arms: readonly ArmResult[], startedAt: string): number {
  const last = arms.at(-1);
  if (!last) return 0;
  const end = last.at + (last.load.endedUs - last.load.startedUs) / 1000;
  return Math.round((end - Date.parse(startedAt)) / 1000);
}

function invalidArms(scenario: string, arms: readonly ArmResult[]): string[] {
  const sentence = invalidArmsSentence(arms.filter((arm) => arm.scenario === scenario));
  return sentence === null ? [] : [`${scenario}: ${sentence}`];
}

const tooShort = (scenario: string, load: Load, arms: readonly ArmResult[]): readonly string[] =>
  shortArms(
    scenario,
    load,
    arms.filter((arm) => arm.scenario === scenario),
  );

function warningOf(event: RunEvent): string[] {
  if (event.kind === 'failed') return [`${event.scenario}: ${event.failure.message}`];
  if (event.kind !== 'launched') return [];
  return event.sameWork.differences.map((difference) => `${event.scenario}: ${difference}`);
}
