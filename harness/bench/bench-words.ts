/** What tables and pages say of micro-benchmarks. */
import { formatNumber } from '../report/format.ts';
import type { Counted } from './bench.ts';
import type {
  BenchHeader,
  BenchResult,
  Course,
  FormComparison,
  JudgedBench,
} from './bench-result.ts';
import { formatCost, formatFigure, formatRatio } from './format-cost.ts';

/** What is counted of a call. */
export const countedWords: Readonly<Record<Counted, string>> = {
  cpu: 'CPU time a call, of all threads',
  wall: 'time until a call has ended',
  blocked: 'time a call blocks the event loop',
};

/** `snapshot (3)`. */
export const benchTitle = ({ name, finding }: JudgedBench): string =>
  finding === null ? name : `${name} (${finding})`;

/** `0.31 [0.29, 0.33]`; nothing where there is none. */
export const ratioWords = (compared: FormComparison | null): string =>
  compared?.ratio ? formatFigure(compared.ratio, formatRatio) : '';

/** `groups, beside optimized: slower at std9`. */
export const courseWords = ({ form, to, words }: Course): string =>
  `${form}${to === 'baseline' ? '' : `, beside ${to}`}: ${words}`;

/** `Node 20.20.2   PostgreSQL 18.4   AMD EPYC, 2 cores`. */
export function machineWords({ environment }: BenchHeader): string {
  const { node, database, cpu, cores } = environment;
  const parts = [`Node ${node.slice(1)}`, database, `${cpu}, ${cores} cores`];
  return parts.filter((part) => part !== null).join('   ');
}

export function effortWords({ effort, emptyCallMs, noise }: BenchResult): string {
  const differs =
    noise === null
      ? ''
      : ` From one round to the next, a form typically differs from itself by ${formatNumber(100 * (noise - 1))} %.`;
  return `${effort.rounds} rounds, each form for ${effort.roundMs} ms a round; an empty call takes ${formatCost(emptyCallMs)}.${differs}`;
}
