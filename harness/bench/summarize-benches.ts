import type { Bench } from './bench.ts';
import { type BenchLimit, judgeBenchLimits } from './bench-limit.ts';
import type { BenchHeader, BenchResult, JudgedLimit } from './bench-result.ts';
import { judgeBenches, noiseOf } from './judge-benches.ts';
import type { MeasuredCase } from './run-benches.ts';

/** Rounds, judged: what `--json` prints and every rendering starts from. */
export function summarizeBenches(
  header: BenchHeader,
  benches: readonly Bench[],
  limits: readonly BenchLimit[],
  measured: readonly MeasuredCase[],
  endedAt: Date,
): BenchResult {
  const { environment } = header;
  const judged = judgeBenchLimits(limits, measured);
  const expected = benches.flatMap(({ sizes }) => Object.keys(sizes)).length;
  const seconds = (endedAt.getTime() - Date.parse(environment.startedAt)) / 1000;
  return {
    ...header,
    environment: { ...environment, seconds },
    benches: judgeBenches(benches, measured),
    limits: judged,
    noise: noiseOf(measured),
    warnings: [
      ...(measured.length < expected
        ? [`Interrupted: ${measured.length} of ${expected} sizes were measured.`]
        : []),
      ...judged.filter(isUnsure).map(unsureWarning),
    ],
  };
}

const isUnsure = ({ state }: JudgedLimit): boolean => state === 'unsure';

const unsureWarning = ({ text, words }: JudgedLimit): string =>
  `Unsure, and so not failed: ${text} (${words}).`;
