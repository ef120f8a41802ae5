/** Response times as HdrHistogram files, for its own plotters and for adding up with other runs. */
import { Histogram } from '../load/histogram.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import { oneLine } from '../record/one-line.ts';
import { fileNameOf } from './file-name.ts';

/**
 * Files by their path in the run folder, for each scenario and side: a percentile table (`.hgrm`) of
 * all of it, and a log (`.hlog`) with the histogram of each arm, which others can add up.
 */
export function histogramFiles(arms: readonly ArmResult[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const scenario of new Set(arms.map((arm) => arm.scenario))) {
    for (const side of ['baseline', 'candidate'] as const) {
      const own = arms.filter((arm) => arm.scenario === scenario && arm.side === side);
      const values = own.flatMap(responseTimesUs);
      if (values.length === 0) continue;
      const path = `hdr/${fileNameOf(`${scenario}.${side}.response`)}`;
      files[`${path}.hgrm`] = Histogram.of(values).toHgrm();
      files[`${path}.hlog`] = logOf(scenario, side, own);
    }
  }
  return files;
}

/** HdrHistogram's log format 1.3: times in seconds from the first arm on, the largest value in ms. */
function logOf(scenario: string, side: Side, arms: readonly ArmResult[]): string {
  const startMs = Math.min(...arms.map(({ at }) => at));
  const start = `${(startMs / 1000).toFixed(3)} (seconds since epoch)`;
  const lines = arms.flatMap((arm) => {
    const values = responseTimesUs(arm);
    if (values.length === 0) return [];
    const from = (arm.at - startMs) / 1000;
    const seconds = Math.max(0, arm.load.endedUs - arm.load.startedUs) / 1e6;
    return [Histogram.of(values).toLogLine(from, from + seconds)];
  });
  return [
    '#[Histogram log format version 1.3]\n',
    `#Tandem: response times of ${oneLine(scenario)}, ${side}, in microseconds; a line an arm\n`,
    `#[StartTime: ${start}, ${new Date(startMs).toISOString()}]\n`,
    `#[BaseTime: ${start}]\n`,
    '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"\n',
    ...lines,
  ].join('');
}

/** Of every operation that was completed, the start of the arm included; what no histogram can hold is left out. */
const responseTimesUs = ({ load }: ArmResult): readonly number[] =>
  load.operations
    .filter(({ outcome }) => outcome === 'completed')
    .map(({ responseUs }) => responseUs)
    .filter((us) => us >= 0 && us <= Number.MAX_SAFE_INTEGER);
