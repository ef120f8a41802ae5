/** The launches of the campaign: one a line of its recording, and all of them as one run. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { summarizeRun } from '../../harness/compare/summarize-run.ts';
import type { ArmResult } from '../../harness/record/arm-result.ts';
import type { RecordingHeader } from '../../harness/record/recording.ts';
import type { Run } from '../../harness/record/run.ts';
import type { RunEvent } from '../../harness/run/events.ts';

/** One line of docs/bench-floor.ndjson: a launch that was measured to its end. */
export interface MeasuredLaunch {
  readonly scenario: string;
  readonly launch: number;
  /** ISO 8601. */
  readonly at: string;
  readonly commit: string | null;
  /** Of the machine before it, over one minute: other work that ran beside. */
  readonly loadBefore: number;
  /** Of a server with the probe and nothing to do. Absent from launches of before it was measured. */
  readonly idleCpuMsPerSecond?: number;
  readonly events: readonly RunEvent[];
}

export function readLaunches(file: string): MeasuredLaunch[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as MeasuredLaunch);
}

export function appendLaunch(file: string, launch: MeasuredLaunch): void {
  const events = launch.events.map((event) =>
    event.kind === 'arm' ? { ...event, arm: packArm(event.arm) } : event,
  );
  appendFileSync(file, `${JSON.stringify({ ...launch, events })}\n`);
}

/** Without the long series that the page shows nothing of. */
function packArm(arm: ArmResult): ArmResult {
  return {
    ...arm,
    load: { ...arm.load, samples: {} },
    server: arm.server && {
      ...arm.server,
      lags: [],
      timeline: [],
      poolWaitsUs: [],
      collections: [],
    },
  };
}

/** The engine's own summary of all launches, as `compare` would give it of one run. */
export const summarizeLaunches = (
  header: RecordingHeader,
  launches: readonly MeasuredLaunch[],
): Run => summarizeRun({ header, events: launches.flatMap(({ events }) => events) });
