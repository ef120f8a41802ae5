/** Every metric of a scenario, in the six groups that the audit asks for, and what a browser saw. */
import type { MetricName } from '../record/metric.ts';
import type { MeasuredMetric, RunScenario, Summary } from '../record/run.ts';
import { colorOf } from './forest-plot.ts';
import { formatRatio, formatValue, metricTitle, verdictSign } from './format.ts';
import { html, type Markup, nothing } from './markup.ts';
import { sharedReason } from './shared-reason.ts';
import { wide } from './wide.ts';

const groups: readonly { readonly title: string; readonly prefixes: readonly string[] }[] = [
  {
    title: 'Latency',
    prefixes: ['response.', 'service.', 'step.', 'firstEvent.', 'overhead.', 'throughput'],
  },
  { title: 'Event loop', prefixes: ['loop.'] },
  { title: 'Database and its connections', prefixes: ['pool.', 'db.'] },
  { title: 'HTTP requests of the server', prefixes: ['http.'] },
  { title: 'WebSocket', prefixes: ['ws.'] },
  { title: 'In a browser', prefixes: ['screen.'] },
  { title: 'Memory', prefixes: ['memory.', 'gc.'] },
  { title: 'CPU and errors', prefixes: ['cpu.', 'errors.'] },
];

export function numbersTable(scenario: RunScenario): Markup {
  const shared = sharedReason(Object.values(scenario.metrics));
  const table = wide(
    `${scenario.name}: all numbers`,
    html`<table class="numbers">
<thead><tr><th scope="col">metric</th><th scope="col">baseline</th><th scope="col">candidate</th><th scope="col">candidate ÷ baseline</th><th scope="col">verdict</th><th scope="col">units, values</th></tr></thead>
${groups.map((group) => groupRows(group.title, scenario, group.prefixes, shared))}
</table>`,
  );
  const isSaidAbove = scenario.validity.state === 'invalid' || shared === scenario.unjudged;
  const said =
    shared === undefined || isSaidAbove ? nothing : html`<p>Nothing is judged here: ${shared}.</p>`;
  return html`${said}${table}${unknown(scenario)}`;
}

/** Grouped by why. */
function unknown({ metrics }: RunScenario): Markup {
  const titles = new Map<string, string[]>();
  for (const [name, measured] of Object.entries(metrics)) {
    if (isKnown(measured)) continue;
    const { reason = 'nothing was measured' } = measured;
    titles.set(reason, [...(titles.get(reason) ?? []), metricTitle(name as MetricName)]);
  }
  if (titles.size === 0) return nothing;
  const parts = [...titles].map(([reason, names]) => `${names.join(', ')} (${reason})`);
  return html`<p><small>Without numbers: ${parts.join('; ')}.</small></p>`;
}

const isKnown = ({ baseline, candidate }: MeasuredMetric): boolean =>
  baseline !== null || candidate !== null;

/** Of what nothing is known there is no row, but a sentence under the table. */
function groupRows(
  title: string,
  scenario: RunScenario,
  prefixes: readonly string[],
  shared: string | undefined,
): Markup {
  const rows = Object.entries(scenario.metrics).filter(
    ([name, measured]) => isKnown(measured) && prefixes.some((prefix) => name.startsWith(prefix)),
  );
  if (rows.length === 0) return nothing;
  return html`<tbody><tr class="group"><th scope="rowgroup" colspan="6">${title}</th></tr>
${rows.map(([name, measured]) => metricRow(name as MetricName, measured, shared))}</tbody>`;
}

function metricRow(name: MetricName, measured: MeasuredMetric, shared: string | undefined): Markup {
  const { baseline, candidate, ratio, verdict, reason } = measured;
  const why = reason === undefined || reason === shared ? nothing : html` <small>${reason}</small>`;
  return html`<tr><th scope="row">${metricTitle(name)} <code>${name}</code></th><td>${cell(baseline, name)}</td><td>${cell(candidate, name)}</td><td>${formatRatio(ratio)}</td><td class="f-${colorOf(verdict)}">${verdictSign[verdict]} ${verdict}${why}</td><td>${counts(baseline, candidate)}</td></tr>
`;
}

/** Of both sides where they differ. */
function counts(...sides: readonly (Summary | null)[]): string {
  const words = sides.map((side) => (side ? `${side.units}, ${side.operations}` : '–'));
  return [...new Set(words)].join(' | ');
}

function cell(summary: Summary | null, name: MetricName): Markup {
  if (!summary) return html`–`;
  const { value, lo, hi } = summary;
  const interval =
    lo === hi ? html`` : html` <small>${formatValue(lo, name)} to ${formatValue(hi, name)}</small>`;
  return html`${formatValue(value, name)}${interval}`;
}
