/** Tables of benchmarks, and the machine that they were made on. */
import { readEnvironment } from '../../harness/record/environment.ts';

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${heads.map((_, index) => cells[index] ?? '–').join(' | ')} |`;
  const rule = heads.map((_, index) => (index === 0 ? '---' : '---:'));
  return [heads, rule, ...rows].map(line).join('\n');
}

export const milliseconds = (ms: number | null): string =>
  ms === null ? '–' : `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`;

/** `2026-11-24: Intel Xeon, 2 cores, Node v20.20.2`. */
export function machineLine(): string {
  const { startedAt, cpu, cores, node } = readEnvironment(new Date(), '', null, process.cwd());
  return `${startedAt.slice(0, 10)}: ${cpu}, ${cores} cores, Node ${node}`;
}
