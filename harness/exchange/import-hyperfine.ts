/** What `hyperfine --export-json` writes: how long commands took, in seconds. */
import { z } from 'zod';
import { quantileInterval } from '../stats/quantile-interval.ts';
import type { Imported, ImportedScenario, ImportedValue } from './imported-run.ts';

const seconds = z.number().min(0).max(1e9);

const result = z.object({
  command: z.string(),
  mean: seconds,
  median: seconds,
  user: seconds,
  system: seconds,
  min: seconds,
  max: seconds,
  times: z.array(seconds).optional(),
  /** Null for a command that a signal ended. */
  exit_codes: z.array(z.int().nullable()).optional(),
  memory_usage_byte: z.array(z.number().nonnegative()).optional(),
  parameters: z.record(z.string(), z.string()).optional(),
});

export const hyperfineSchema = z.object({ results: z.array(result).min(1) });

type Result = z.infer<typeof result>;

export function importHyperfine({ results }: z.infer<typeof hyperfineSchema>): Imported {
  return {
    format: 'hyperfine',
    command: results.map(({ command }) => command).join('; '),
    startedAt: null,
    seconds: results.reduce((sum, { mean, times = [] }) => sum + mean * times.length, 0),
    scenarios: results.map((each, index) => scenarioOf(each, nameOf(results, index))),
    warnings: [],
  };
}

/** The same command may have been run with other settings of hyperfine. */
function nameOf(results: readonly Result[], index: number): string {
  const { command } = results[index] ?? { command: '' };
  const before = results.slice(0, index).filter((other) => other.command === command).length;
  return before === 0 ? command : `${command} (${before + 1})`;
}

function scenarioOf(measured: Result, name: string): ImportedScenario {
  const { command, exit_codes: codes = [], times = [], parameters = {} } = measured;
  const operations = Math.max(1, times.length, codes.length);
  const failed = codes.filter((code) => code !== 0).length;
  const memory = measured.memory_usage_byte ?? [];
  return {
    name,
    title: `${command}, run ${operations} times`,
    metricOfInterest: 'service.p50',
    parameters: { tool: 'hyperfine', operation: 'command', ...parameters },
    operations,
    failures: [{ message: 'exit code other than 0', count: failed }],
    timedOut: 0,
    unfinished: 0,
    values: {
      'service.p50': medianMs(measured),
      'service.max': measured.max * 1000,
      'cpu.msPerOperation': (measured.user + measured.system) * 1000,
      'memory.rss.max': memory.length === 0 ? undefined : Math.max(...memory) / 2 ** 20,
      'errors.rate': codes.length === 0 ? undefined : failed / codes.length,
    },
  };
}

/** With its interval, where there are the single times, and enough of them. */
function medianMs({ median, times = [] }: Result): ImportedValue {
  const value = median * 1000;
  const sorted = times.map((time) => time * 1000).sort((a, b) => a - b);
  const interval = quantileInterval(sorted, 0.5);
  if (!interval) return value;
  return { value, lo: Math.min(value, interval.lo), hi: Math.max(value, interval.hi) };
}
