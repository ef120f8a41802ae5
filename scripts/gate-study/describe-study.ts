/** The study of the gate as a page. */
import { binomialInterval } from '../../harness/stats/exact-binomial.ts';
import { mean } from '../../harness/stats/t-interval.ts';
import { machineLine, table } from '../load-peers/markdown.ts';
import type { Outcome } from './job.ts';
import { simpleRules } from './simple-practice.ts';

type Margin = keyof Outcome['states'];

export function describeStudy(outcomes: readonly Outcome[]): string {
  const kinds = [...new Set(outcomes.map(kindOf))];
  const of = (kind: string) => outcomes.filter((outcome) => kindOf(outcome) === kind);
  return `# How often the gate is wrong

Written by \`node dist/scripts/gate-study.js\` on ${machineLine()}, from ${outcomes.length} gates of 60 s of measuring in 4 launches,
in arms of 250 ms at 100 requests a second, of a server that computes for a while and waits for 4 ms. Each row is whole gates,
all limits and looks included; shares have exact 95 % intervals. "None" is the server against itself. A gate that is invalid
judges nothing, and counts neither as an alarm nor as none.

${table(
  [
    'planted',
    'gates',
    'invalid',
    'failed at margin 0',
    'failed at margin 5 %',
    'launches of 4 until then',
  ],
  kinds.map((kind) => [
    kind,
    `${of(kind).length}`,
    `${of(kind).filter((outcome) => outcome.states.margin0 === 'invalid').length}`,
    share(of(kind), 'margin0'),
    share(of(kind), 'margin5'),
    launchesOf(of(kind)),
  ]),
)}

## Half-widths of the 95 % intervals, server against itself, in %

${table(
  ['', 'P50', 'P95', 'P99', 'CPU'],
  kinds.filter((kind) => kind.startsWith('none')).map((kind) => [kind, ...widths(of(kind))]),
)}

## What simpler rules say of the same requests: candidate slower

${table(
  ['rule', ...kinds],
  Object.keys(simpleRules).map((rule) => [
    rule,
    ...kinds.map((kind) => {
      const judged = of(kind);
      return `${judged.filter(({ simple }) => simple[rule]).length} of ${judged.length}`;
    }),
  ]),
)}
`;
}

const kindOf = ({ plant, hogs }: Outcome): string => (hogs ? `${plant}, busy loops beside` : plant);

function share(outcomes: readonly Outcome[], margin: Margin): string {
  const judged = outcomes.filter(({ states }) => states[margin] !== 'invalid');
  const failed = judged.filter(({ states }) => states[margin] === 'failed').length;
  if (judged.length === 0) return '–';
  const { lo, hi } = binomialInterval(failed, judged.length);
  const percent = (value: number): string => (100 * value).toFixed(1);
  return `${failed} of ${judged.length} (${percent(lo)} to ${percent(hi)} %)`;
}

function launchesOf(outcomes: readonly Outcome[]): string {
  const of = (margin: Margin) => mean(outcomes.map(({ launches }) => launches[margin])).toFixed(1);
  return `${of('margin0')} / ${of('margin5')}`;
}

function widths(outcomes: readonly Outcome[]): readonly string[] {
  return ['response.p50', 'response.p95', 'response.p99', 'cpu.msPerOperation'].map((metric) => {
    const ratios = outcomes.flatMap(({ ratios: all }) => all[metric] ?? []);
    const half = ratios.map(({ lo, hi }) => (100 * Math.log(hi / lo)) / 2);
    return half.length === 0 ? '–' : mean(half).toFixed(1);
  });
}
