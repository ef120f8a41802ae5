/** How to measure the same again: the command, what it was resolved to, and what differed between the sides. */
import type { DescribedScenario, RecordingHeader } from '../record/recording.ts';
import type { Run } from '../record/run.ts';
import { formatNumber } from './format.ts';
import { html, type Markup, nothing } from './markup.ts';
import { wide } from './wide.ts';

export function reproduceSection(run: Run, header: RecordingHeader): Markup {
  const { commit, dirty } = run.environment;
  return html`<section id="reproduce"><h2>How to reproduce</h2>
<pre role="group" aria-label="commands" tabindex="0"><code>${commit === null ? '' : `git checkout ${commit}  # and install and build it\n`}${commandOf(run)}</code></pre>
${dirty ? html`<p class="invalid">The checkout had changes that were not committed: the commit alone does not give the same.</p>` : nothing}
${sides(run)}
${configuration(header)}</section>`;
}

/** With the seed, which decides what is asked when and in which order; a script of its own has its own. */
function commandOf({ command, seed }: Run): string {
  const takesSeed = /^tandem\b/.test(command) && !/\s--seed\b/.test(command);
  return takesSeed ? `${command} --seed ${seed}` : command;
}

function sides({ variants }: Run): Markup {
  const [baseline, candidate] = variants;
  if (!baseline || !candidate) return nothing;
  const fixesOf = ({ fixes }: typeof baseline) => fixes.join(', ') || 'none';
  const rows: readonly (readonly [string, string, string])[] = [
    ['name', baseline.name, candidate.name],
    ['command', baseline.command, candidate.command],
    ['fixes', fixesOf(baseline), fixesOf(candidate)],
    ['commit', baseline.commit ?? 'unknown', candidate.commit ?? 'unknown'],
  ];
  return html`<h3>The two sides</h3>
<p>What differs is marked with ≠.</p>
${wide(
  'sides',
  html`<table><thead><tr><th scope="col">of the side</th><th scope="col" class="c-baseline">baseline</th><th scope="col" class="c-candidate">candidate</th></tr></thead>
<tbody>${rows.map(sideRow)}</tbody></table>`,
)}`;
}

const sideRow = ([name, baseline, candidate]: readonly [string, string, string]): Markup =>
  html`<tr><th scope="row">${name}</th><td><code>${baseline}</code></td><td>${baseline === candidate ? html`<code>${candidate}</code>` : html`<mark><code>${candidate}</code></mark>`}</td></tr>
`;

/** Everything that was left to defaults, too. */
function configuration({ scenarios, gate, attribution, quick }: RecordingHeader): Markup {
  const flags = Object.entries(attribution?.flags ?? {}).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : value.join(' ')}`,
  );
  return html`<h3>The configuration, resolved</h3>
${wide(
  'configuration',
  html`<table><thead><tr><th scope="col">scenario</th><th scope="col">load</th><th scope="col">measured</th><th scope="col">parameters</th></tr></thead>
<tbody>${scenarios.map(scenarioRow)}</tbody></table>`,
)}
${quick ? html`<p>A quick look (<code>--quick</code>).</p>` : nothing}${listed(gate?.asked ? 'Limits that were asked for' : 'Limits, the usual ones', gate?.limits ?? [])}${listed('Asked of the attribution', flags)}`;
}

const listed = (title: string, items: readonly string[]): Markup =>
  items.length === 0
    ? nothing
    : html`<p>${title}:</p>
<ul>${items.map((item) => html`<li><code>${item}</code></li>`)}</ul>`;

function scenarioRow(scenario: DescribedScenario): Markup {
  const { name, launches, units, soakMs, parameters } = scenario;
  const words = Object.entries(parameters).map(([key, value]) => `${key} ${value}`);
  const measured =
    soakMs === undefined
      ? `${units} unit${units === 1 ? '' : 's'} in ${launches} launch${launches === 1 ? '' : 'es'}`
      : `a leak check of ${formatNumber(soakMs / 1000)} s`;
  return html`<tr><th scope="row">${name}</th><td>${loadWords(scenario)}</td><td>${measured}</td><td>${words.join(', ') || '–'}</td></tr>
`;
}

function loadWords({ load }: DescribedScenario): string {
  if (load.kind === 'episode') {
    return `episodes of ${load.operations} operations within ${formatNumber(load.withinMs)} ms`;
  }
  const { ratePerSecond, armMs, cutMs, unit } = load;
  const order = unit === 'pair' ? 'A B or B A' : 'A B B A or B A A B';
  return `${formatNumber(ratePerSecond)} a second in arms of ${formatNumber(armMs)} ms, the first ${formatNumber(cutMs)} ms not counted; ${order}`;
}
