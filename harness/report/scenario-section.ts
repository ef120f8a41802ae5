/** One scenario of the report: verdict, ratios, numbers, latencies, timelines, database, why. */
import { responseTimes } from '../compare/response-times.ts';
import type { ArmResult } from '../record/arm-result.ts';
import type { MetricName } from '../record/metric.ts';
import { cutMsOf, type DescribedScenario } from '../record/recording.ts';
import type { RunScenario } from '../record/run.ts';
import { changeWords } from './change-words.ts';
import type { Detail } from './detail.ts';
import { ecdfChart, ecdfSentence } from './ecdf-chart.ts';
import { type ForestRow, forestPlot } from './forest-plot.ts';
import { metricTitle } from './format.ts';
import { html, type Markup, nothing } from './markup.ts';
import { numbersTable } from './numbers-table.ts';
import { percentileChart } from './percentile-chart.ts';
import { pictures } from './pictures.ts';
import { poolWaits } from './pool-waits.ts';
import { shiftChart } from './shift-chart.ts';
import { soakSection } from './soak-section.ts';
import { timelines } from './timelines.ts';
import {
  failuresSentence,
  noiseSentence,
  parametersSentence,
  sameWorkSentence,
  scenarioSentence,
  warmUpSentence,
} from './words.ts';

/** What the forest plot shows of a general workload, at least one of each of the six groups. */
const shown: readonly MetricName[] = [
  'response.p50',
  'response.p95',
  'response.p99',
  'step.p50',
  'step.p95',
  'step.p99',
  'firstEvent.p95',
  'overhead.p50',
  'loop.lag.p99',
  'loop.blocked',
  'pool.wait.p95',
  'db.statementsPerOperation',
  'db.cpuMsPerOperation',
  'ws.messagesPerOperation',
  'cpu.msPerOperation',
  'memory.rss.max',
];

interface Surroundings {
  /** What a diagnosis says. */
  readonly why: Markup;
  readonly detail: Detail;
  /** The sides were not measured in turns, so that no arm of one stands beside an arm of the other. */
  readonly apart: boolean;
}

export function scenarioSection(
  scenario: RunScenario,
  described: DescribedScenario | undefined,
  arms: readonly ArmResult[],
  { why, detail, apart }: Surroundings,
): Markup {
  const { name, findings } = scenario;
  const finding = findings.length === 0 ? '' : ` (finding ${findings.join(', ')})`;
  const cutMs = cutMsOf(described);
  return html`<section id="${anchorOf(name)}">
<h2>${name}${finding}</h2>
<p>${scenario.title} ${scenario.remark ?? ''}</p>
${scenario.soak ? nothing : html`<p><strong>${scenarioSentence(scenario)}</strong></p>`}
${validity(scenario)}${failures(scenario)}
${soakSection(scenario, arms)}${pictures(arms)}
${scenario.unjudged === undefined ? ratios(scenario) : html`<p>Nothing is judged here: ${scenario.unjudged}.</p>`}
<details${isOpen(scenario) ? open : nothing}><summary>All numbers</summary>${numbersTable(scenario)}</details>
${latencies(scenario, arms, cutMs, apart)}
${headed('Over time', timelines(scenario, arms, { cutMs, detail, apart }))}
${headed('Waiting for a database connection', poolWaits(scenario, arms))}${why}
<p><small>${sameWorkSentence(scenario)} ${noiseSentence(scenario)} ${loadSentence(scenario)} ${warmUpSentence(scenario)} ${parametersSentence(scenario)}</small></p>
</section>`;
}

/** Nothing under a heading of its own would be a heading too many. */
const headed = (title: string, content: Markup): Markup =>
  content.markup === '' ? nothing : html`<h3>${title}</h3>${content}`;

function latencies(
  scenario: RunScenario,
  arms: readonly ArmResult[],
  cutMs: number,
  apart: boolean,
): Markup {
  const { name, metrics } = scenario;
  const response = responseTimes(arms, cutMs);
  const service = responseTimes(arms, cutMs, 'serviceUs');
  const median = metrics['response.p50'];
  const ecdf = ecdfChart({
    title: `${name}: share of operations answered within a time`,
    values: response,
    sentence: `${ecdfSentence('Operations answered', response)}${median ? ` At the median: ${changeWords(median)}.` : ''}`,
  });
  return html`${headed('Response time by percentile', percentileChart(scenario, response, service))}
${headed('Distribution', html`${ecdf}${apart ? nothing : shiftChart(scenario, arms, cutMs)}`)}`;
}

function ratios(scenario: RunScenario): Markup {
  const { name, units, launches } = scenario;
  const rows = rowsOf(scenario);
  const n = `${units} unit${units === 1 ? '' : 's'} in ${launches} launch${launches === 1 ? '' : 'es'}`;
  const bars = rows.some(({ measured: { ratio } }) => ratio && ratio.confidence > 0)
    ? `Bars are intervals from ${n}`
    : `Without intervals: ${n}`;
  const note = `Left of 1 the candidate has less. ${bars}; ✓ better, ✗ worse, = the same, ? unsure, – not judged.`;
  return headed('Ratios', forestPlot(`${name}: candidate divided by baseline`, rows, note));
}

/** General workloads show all six groups of metrics at once; so does what has no ratios to show. */
const isOpen = ({ findings, unjudged }: RunScenario): boolean =>
  findings.length === 0 || unjudged !== undefined;

const open: Markup = { markup: ' open' };

/** Other signs by their code, so that no two names share one. */
export const anchorOf = (name: string): string =>
  `scenario-${name.replace(/[^a-z0-9-]/giu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`)}`;

function rowsOf(scenario: RunScenario): readonly ForestRow[] {
  const names = [...new Set([scenario.metricOfInterest, ...shown])];
  return names.flatMap((metric) => {
    const measured = scenario.metrics[metric];
    return measured ? [{ label: metricTitle(metric), metric, measured }] : [];
  });
}

function validity({ validity: { state, reasons } }: RunScenario): Markup {
  if (state === 'valid') return nothing;
  return html`<p class="invalid">Invalid, so nothing here may be judged: ${reasons.join('; ')}.</p>`;
}

function failures(scenario: RunScenario): Markup {
  const sentence = failuresSentence(scenario);
  return sentence === '' ? nothing : html`<p class="failures">${sentence}</p>`;
}

function loadSentence({ load }: RunScenario): string {
  const words = (['baseline', 'candidate'] as const).map((side) => {
    const { planned, completed, errored, timedOut, dropped, unfinished } = load[side];
    return `${side} ${planned} planned = ${completed} completed + ${errored} errored + ${timedOut} timed out + ${dropped} dropped + ${unfinished} unfinished`;
  });
  return `Operations: ${words.join('; ')}.`;
}
