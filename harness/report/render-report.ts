/** The report: pure, the same input gives the same bytes. */

import { exchangeFiles } from '../exchange/exchange-files.ts';
import type { ArmResult } from '../record/arm-result.ts';
import { metricNames, metrics } from '../record/metric.ts';
import type { Recording } from '../record/recording.ts';
import type { Run, RunScenario } from '../record/run.ts';
import { attributionSection } from './attribution-section.ts';
import { claimsSection } from './claims-section.ts';
import { why } from './diagnosis-section.ts';
import { diffEnvironment } from './diff-section.ts';
import { type ForestRow, forestPlot } from './forest-plot.ts';
import { formatValue, metricTitle } from './format.ts';
import { gateSection, gateSentence } from './gate-report.ts';
import { renderJunit } from './junit.ts';
import { html, type Markup, nothing } from './markup.ts';
import { page } from './page.ts';
import { anchorOf, scenarioSection } from './scenario-section.ts';
import { renderSummary } from './summary.ts';
import { countOfInterest, headline, scenarioSentence } from './words.ts';

/** The files of a report, by their path in the run folder. */
export type Report = Readonly<Record<string, string>> & {
  readonly [name in 'index.html' | 'run.json' | 'summary.md' | 'junit.xml']: string;
};

export function renderReport(run: Run, { header, events }: Recording): Report {
  const arms = events.flatMap((event): ArmResult[] => (event.kind === 'arm' ? [event.arm] : []));
  return {
    'index.html': renderPage(run, { header, events }, arms),
    'run.json': `${JSON.stringify(run, null, 2)}\n`,
    'summary.md': renderSummary(run),
    'junit.xml': renderJunit(run),
    ...exchangeFiles(run, { header, events }),
  };
}

function renderPage(run: Run, recording: Recording, arms: readonly ArmResult[]): string {
  const sections = run.scenarios.map((scenario) =>
    scenarioSection(
      scenario,
      recording.header.scenarios.find(({ name }) => name === scenario.name),
      arms.filter((arm) => arm.scenario === scenario.name),
      why(scenario.name, recording.events),
    ),
  );
  const title = run.variants.map(({ name }) => name).join(' | ');
  const body = html`${opening(run, title)}${gateSection(run)}${attributionSection(run)}${claimsSection(run)}${overview(run)}${sections}${run.diff ? diffEnvironment(run, run.diff) : environment(run)}${glossary()}`;
  return page(`${title}: Tandem`, body);
}

const toneOf = { passed: 'faster', failed: 'slower', unsure: 'quiet', invalid: 'quiet' } as const;

function opening(run: Run, title: string): Markup {
  const of = countOfInterest(run);
  const tone = of.slower > 0 ? 'slower' : of.faster > 0 ? 'faster' : 'quiet';
  const gated = run.gate
    ? html`<div class="verdict ${toneOf[run.gate.state]}">${gateSentence(run.gate)}</div>`
    : nothing;
  const partial = run.partial
    ? html`<p class="invalid">Partial: not everything that was planned was measured.</p>`
    : nothing;
  const warnings = run.warnings.map((warning) => html`<li>${warning}</li>`);
  return html`<h1>${title}</h1>
<p><small>${run.environment.startedAt} · ${run.id} · seed ${run.seed}</small></p>
${gated}<div class="verdict ${tone}">${headline(run)}</div>
${partial}${warnings.length > 0 ? html`<ul class="warnings">${warnings}</ul>` : nothing}
<nav aria-label="Scenarios">${run.scenarios.map(({ name }) => html`<a href="#${anchorOf(name)}">${name}</a> `)}</nav>`;
}

/** Each scenario by its metric of interest, named before anything was measured. */
function overview(run: Run): Markup {
  const rows = run.scenarios.flatMap((scenario): ForestRow[] => {
    const measured = scenario.metrics[scenario.metricOfInterest];
    const label = `${scenario.name}: ${metricTitle(scenario.metricOfInterest)}`;
    return measured ? [{ label, metric: scenario.metricOfInterest, measured }] : [];
  });
  return html`<h2>Overview</h2>
${forestPlot('Each scenario by its metric of interest', rows)}
<div class="wide"><table><thead><tr><th scope="col">scenario</th><th scope="col">finding</th><th scope="col">metric</th><th scope="col">baseline</th><th scope="col">candidate</th><th scope="col">in words</th></tr></thead>
<tbody>${run.scenarios.map(overviewRow)}</tbody></table></div>`;
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

function environment(run: Run): Markup {
  const { environment: machine } = run;
  const variants = run.variants.map(
    ({ name, command, fixes, commit }) =>
      html`<li>${name}: <code>${command}</code>, ${fixes.length === 0 ? 'no fixes' : `fixes ${fixes.join(', ')}`}, commit ${commit ?? 'unknown'}</li>`,
  );
  return html`<section id="environment"><h2>Where and how</h2>
<ul><li>${machine.cpu}, ${machine.cores} cores, ${machine.memoryMiB} MiB; ${machine.platform}; Node ${machine.node}; ${machine.database ?? 'no database'}</li>
<li>${machine.pinning}</li><li>Measured for ${machine.seconds} s${machine.dirty ? ', from a checkout with uncommitted changes' : ''}.</li>${variants}</ul>
<p>To reproduce: <code>${run.command}</code> with seed ${run.seed}. Raw material: <code>arms.ndjson</code> beside this file; the result for programs: <code>run.json</code>.</p></section>`;
}

function glossary(): Markup {
  const rows = metricNames.map(
    (
      name,
    ) => html`<tr><th scope="row"><code>${name}</code></th><td>${metrics[name].explains}</td></tr>
`,
  );
  return html`<section id="metrics"><h2>What the metrics mean</h2><details><summary>All metrics</summary><div class="wide"><table><tbody>${rows}</tbody></table></div></details></section>`;
}
