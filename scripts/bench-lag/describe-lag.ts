/** The page of the benchmark of lag. */
import { loadavg } from 'node:os';
import { resolutionOf } from '../../harness/compare/resolution.ts';
import { Histogram } from '../../harness/load/histogram.ts';
import type { PackedLevel } from '../../harness/load/level.ts';
import { arrivalWeightedLag } from '../../harness/probe/lag.ts';
import type { ServerReadings } from '../../harness/record/arm-result.ts';
import { quantile, sortedNumbers } from '../../harness/stats/quantile.ts';
import { quantileInterval } from '../../harness/stats/quantile-interval.ts';
import { machineLine, table } from '../load-peers/markdown.ts';
import { type LagCaseName, lagCases } from './lag-case.ts';
import { percentiles, type Seen } from './seen.ts';

export interface LagResult {
  readonly name: LagCaseName;
  readonly level: PackedLevel;
  readonly seen: Seen;
  readonly readings: ServerReadings;
  /** How long the server's thread was ready to run and had no core. */
  readonly withoutCoreMs: number;
}

/** Below it a lag prints as `<10 ms` in reports: nobody is told how far off that is. */
const resolutionMs = resolutionOf('loop.lag.p50') ?? 0;

const heads = [
  'event loop blocked for',
  'arrivals',
  'sent late, P99',
  'without a core',
  '',
  'they waited',
  'probe',
  'off',
  'perf_hooks',
  'off',
];

export function describeLag(
  results: readonly LagResult[],
  { seconds, cores }: { readonly seconds: number; readonly cores: string },
): string {
  return `# What a blocked event loop costs who arrives

Written by \`node dist/scripts/bench-lag.js\` on ${machineLine()}; ${cores}; load
of the machine ${(loadavg()[0] ?? 0).toFixed(1)}.
A server whose loop is blocked on purpose gets requests from another process at random moments (Poisson arrivals), for ${seconds} s
a case: 200 a second, and 50 a second where blocks are so long that more would wait for each other. Gaps between blocks are random,
so that no clock keeps step with them.

- *They waited*: from the moment a request was sent, which it carries, to the moment its handler ran, on the clock that both
  processes share. All requests count. With the 95 % interval of that percentile. How late the generator sent is no part of it.
- *Without a core*: the share of time in which other work of the machine kept the server's thread from running. A request may then
  wait for more than one turn of the loop.
- *Probe*: what \`loop.lag\` of our reports is. *perf_hooks*: \`monitorEventLoopDelay\` of the same process at its usual resolution.
  How far they are off is said where a wait is above the probe's resolution of ${resolutionMs} ms.

${table(heads, results.flatMap(rowsOf))}
`;
}

function rowsOf(result: LagResult): readonly (readonly string[])[] {
  const { name, level, seen, readings } = result;
  const waited = sortedNumbers(seen.waitedMs);
  return percentiles.map((p, index) => {
    const exactMs = quantile(waited, p);
    const probeMs = arrivalWeightedLag(readings.lags, readings.windowMs, p);
    const monitoredMs = seen.monitoredMs[index] ?? Number.NaN;
    const judged = exactMs >= resolutionMs;
    return [
      ...(index === 0
        ? [
            lagCases[name].title,
            `${waited.length} of ${level.counts.planned}`,
            ms(sentLateMs(level)),
            withoutCore(result),
          ]
        : blanks),
      `P${100 * p}`,
      `${ms(exactMs)} ${limits(waited, p)}`,
      ms(probeMs),
      judged ? percent(probeMs / exactMs - 1) : '–',
      ms(monitoredMs),
      judged ? factor(monitoredMs / exactMs) : '–',
    ];
  });
}

const blanks = ['', '', '', ''];

const withoutCore = ({ withoutCoreMs, readings }: LagResult): string =>
  `${((100 * withoutCoreMs) / readings.windowMs).toFixed(1)} %`;

function limits(waited: readonly number[], p: number): string {
  const interval = quantileInterval(waited, p);
  return interval ? `[${rounded(interval.lo)}, ${rounded(interval.hi)}]` : '';
}

const sentLateMs = ({ histograms }: PackedLevel): number =>
  Histogram.fromCompressedBase64(histograms['sendLag'] ?? '').percentileUs(0.99) / 1000;

const rounded = (value: number): string => (value < 100 ? value.toFixed(1) : value.toFixed(0));
const ms = (value: number): string => `${rounded(value)} ms`;

const percent = (share: number): string =>
  `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(1)} %`;

/** `31 x too low`. */
const factor = (ratio: number): string =>
  ratio < 1 ? `${rounded(1 / ratio)} x too low` : `${rounded(ratio)} x too high`;
