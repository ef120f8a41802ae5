/** All scenarios at a glance, each with a way to its section. */
import type { Run, RunScenario } from '../record/run.ts';
import { type ForestRow, forestPlot } from './forest-plot.ts';
import { formatValue, metricTitle } from './format.ts';
import { html, type Markup } from './markup.ts';
import { anchorOf } from './scenario-section.ts';
import { wide } from './wide.ts';
import { scenarioSentence } from './words.ts';

/** Each scenario by its metric of interest, named before anything was measured. */
export function overview(run: Run): Markup {
  const rows = run.scenarios.flatMap((scenario): ForestRow[] => {
    const measured = scenario.metrics[scenario.metricOfInterest];
    const label = `${scenario.name}: ${metricTitle(scenario.metricOfInterest)}`;
    return measured ? [{ label, metric: scenario.metricOfInterest, measured }] : [];
  });
  return html`<section id="overview"><h2>Overview</h2>
${forestPlot('Each scenario by its metric of interest', rows)}
${wide(
  'overview',
  html`<table><thead><tr><th scope="col">scenario</th><th scope="col">finding</th><th scope="col">metric</th><th scope="col">baseline</th><th scope="col">candidate</th><th scope="col">in words</th></tr></thead>
<tbody>${run.scenarios.map(overviewRow)}</tbody></table>`,
)}</section>`;
}

function overviewRow(scenario: RunScenario): Markup {
  const name = scenario.metricOfInterest;
  const measured = scenario.metrics[name];
  const value = (side: 'baseline' | 'candidate') => {
    const summary = measured?.[side];
    return summary ? formatValue(summary.value, name) : '–';
  };
  return html`<tr><th scope="row"><a href="#${anchorOf(scenario.name)}">${scenario.name}</a></th><td>${scenario.findings.join(', ') || '–'}</td><td>${metricTitle(name)}</td><td>${value('baseline')}</td><td>${value('candidate')}</td><td>${scenarioSentence(scenario)}</td></tr>
`;
}
