/** The end of a comparison in a terminal: one row a metric, ratios as bars. */
import { styleText } from 'node:util';
import type { MetricName } from '../record/metric.ts';
import type { MeasuredMetric, Run, RunScenario, Verdict } from '../record/run.ts';
import { diffConclusion, diffNotice } from './diff-words.ts';
import { formatRatio, formatValue, metricTitle } from './format.ts';
import { escapeTerminal } from './markup.ts';
import { sharedReason } from './shared-reason.ts';
import {
  failuresSentence,
  headline,
  noiseSentence,
  parametersSentence,
  sameWorkSentence,
} from './words.ts';

/** Rows of a general workload; a scenario of a finding has its metric of interest only. */
const shown: readonly MetricName[] = [
  'response.p50',
  'response.p95',
  'response.p99',
  'step.p50',
  'step.p95',
  'step.p99',
  'overhead.p50',
  'loop.lag.p99',
  'pool.wait.p95',
  'db.statementsPerOperation',
  'db.cpuMsPerOperation',
  'ws.usefulPerSecond',
  'cpu.msPerOperation',
  'memory.rss.max',
];

/** Rows of a scenario whose operations a browser shows. */
const shownOfBrowsers: readonly MetricName[] = [
  'screen.delay.p50',
  'screen.delay.p95',
  'screen.blocked',
  'ws.messagesPerOperation',
];

/** Rows of a leak check. */
const shownOfSoaks: readonly MetricName[] = [
  'memory.heap.growthPerThousand',
  'memory.buffers.growthPerThousand',
  'memory.rss.growthPerThousand',
  'memory.heap.max',
  'memory.rss.max',
];

const widths = [22, 27, 11, 11, 22, 14] as const;

/** Without colours where `colors` is false; the widths fit 110 columns and more. */
export function renderTable(run: Run, { colors }: { readonly colors: boolean }): string {
  const head = cells([
    'scenario',
    'metric',
    'baseline',
    'candidate',
    'candidate / baseline',
    '',
    'verdict',
  ]);
  const valid = run.scenarios.filter(({ validity }) => validity.state === 'valid');
  const shared = sharedReason(valid.flatMap(({ metrics }) => Object.values(metrics)));
  const rows = run.scenarios.flatMap((scenario) => scenarioRows(scenario, shared, colors));
  const notes = run.scenarios.flatMap(notesOf);
  const { diff } = run;
  const first = diff ? [diffNotice(run, diff), ''] : [];
  const last = diff ? diffConclusion(run, diff) : headline(run);
  const why = shared === undefined || diff ? [] : [`Nothing is judged: ${shared}.`];
  const below = [...why, ...notes, last, ...run.warnings].map(escapeTerminal);
  return [...first.map(escapeTerminal), head, ...rows, '', ...below].join('\n');
}

/** The `shared` reason is said below. */
function scenarioRows(
  scenario: RunScenario,
  shared: string | undefined,
  colors: boolean,
): readonly string[] {
  const isValid = scenario.validity.state === 'valid';
  const names = isValid ? namesOf(scenario) : [];
  const known = names.filter((name) => scenario.metrics[name]);
  const all = [...new Set([scenario.metricOfInterest, ...known])];
  const finding = scenario.findings.length === 0 ? '' : ` (${scenario.findings.join(', ')})`;
  return all.map((name, index) => {
    const label = index === 0 ? `${scenario.name}${finding}` : '';
    const measured = scenario.metrics[name];
    const reason = isValid ? measured?.reason : 'invalid, see below';
    return metricRow(label, name, measured, reason === shared ? undefined : reason, colors);
  });
}

/** Where there are no more metrics than rows, there is nothing to choose. */
function namesOf({ findings, metrics, soak }: RunScenario): readonly MetricName[] {
  if (soak) return shownOfSoaks;
  const names = Object.keys(metrics) as MetricName[];
  if (findings.length === 0 && names.length <= shown.length) return names;
  if (metrics['screen.delay.p50']?.baseline) return shownOfBrowsers;
  return findings.length === 0 ? shown : [];
}

function metricRow(
  label: string,
  name: MetricName,
  measured: MeasuredMetric | undefined,
  reason: string | undefined,
  colors: boolean,
): string {
  const value = (side: 'baseline' | 'candidate') => {
    const summary = measured?.[side];
    return summary ? formatValue(summary.value, name) : '-';
  };
  const verdict = measured?.verdict ?? 'not judged';
  const why = reason === undefined ? '' : `: ${escapeTerminal(reason)}`;
  const shownVerdict = colors ? paint(verdict) : verdict;
  return cells([
    escapeTerminal(label),
    metricTitle(name),
    value('baseline'),
    value('candidate'),
    formatRatio(measured?.ratio ?? null),
    bar(measured?.ratio ?? null),
    `${shownVerdict}${why}`,
  ]);
}

function cells(values: readonly string[]): string {
  return values
    .map((value, index) => value.padEnd(widths[index] ?? 0))
    .join('  ')
    .trimEnd();
}

function paint(verdict: Verdict): string {
  if (verdict === 'faster') return styleText('green', verdict);
  return verdict === 'slower' ? styleText('red', verdict) : verdict;
}

const barWidth = 13;

/** From a tenth to ten times, 1 in the middle: `--*--` is the interval and its centre. */
function bar(ratio: MeasuredMetric['ratio']): string {
  if (!ratio || !(ratio.value > 0)) return '';
  const at = (value: number) =>
    Math.min(
      barWidth - 1,
      Math.max(0, Math.round(((Math.log10(Math.max(value, 1e-9)) + 1) / 2) * (barWidth - 1))),
    );
  const signs: string[] = Array.from({ length: barWidth }, (_, index) =>
    index === (barWidth - 1) / 2 ? '|' : '.',
  );
  for (let index = at(ratio.lo); index <= at(ratio.hi); index++) signs[index] = '-';
  signs[at(ratio.value)] = '*';
  return signs.join('');
}

function notesOf(scenario: RunScenario): readonly string[] {
  const { name, validity } = scenario;
  const invalid =
    validity.state === 'invalid' ? [`${name} is invalid: ${validity.reasons.join('; ')}`] : [];
  const failed = failuresSentence(scenario);
  const failures = failed === '' ? [] : [`${name}: ${failed}`];
  if (scenario.findings.length > 0) return [...invalid, ...failures];
  const said = [sameWorkSentence, noiseSentence, parametersSentence].map((say) => say(scenario));
  return [...invalid, ...failures, `${name}: ${said.join(' ').trim()}`];
}
