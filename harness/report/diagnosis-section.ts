/** Why: where the time, the memory and the calls of a scenario went. */

import type { Diagnosis, SideDiagnosis } from '../profile/diagnosis.ts';
import type { SideCounts } from '../profile/side-counts.ts';
import type { RunEvent } from '../run/events.ts';
import type { Detail } from './detail.ts';
import { flameGraph } from './flame-graph.ts';
import { formatNumber } from './format.ts';
import { type GanttSide, gantt } from './gantt.ts';
import { html, type Markup, nothing } from './markup.ts';
import { placeOf } from './place.ts';
import { statementsChart } from './statements-chart.ts';
import { wide } from './wide.ts';

const shownBlockers = 12;
const sideNames = ['baseline', 'candidate'] as const;

/** What the diagnosis pass said of a scenario; nothing where there was none. */
export function why(scenario: string, events: readonly RunEvent[], detail: Detail): Markup {
  const parts = events.map((event) => {
    if (!('scenario' in event) || event.scenario !== scenario) return nothing;
    if (event.kind === 'diagnosed') return diagnosisSection(event.diagnosis, detail);
    if (event.kind !== 'undiagnosed') return nothing;
    return html`<p class="invalid">It could not be looked into: ${event.failure.message}</p>`;
  });
  return html`${parts}`;
}

export function diagnosisSection(diagnosis: Diagnosis, detail: Detail): Markup {
  const { scenario, sides } = diagnosis;
  const { baseline, candidate } = sides;
  const trees = {
    ...(baseline ? { baseline: baseline.cpu.tree } : {}),
    ...(candidate ? { candidate: candidate.cpu.tree } : {}),
  };
  return html`<section class="why"><h3>Who blocked the event loop</h3>
${eachSide(diagnosis, blockers)}
${statements(diagnosis)}
<h3>Where the time went</h3>
<p><small>Main thread, ${legend(baseline !== undefined && candidate !== undefined)} Callers stand above what they call; a box says more when pointed at.</small></p>
${flameGraph(`${scenario}: calls`, trees, detail.boxes)}
${traces(diagnosis)}
<details><summary>Functions by their own time</summary>${eachSide(diagnosis, (side, other) => functions(side, other, detail.places))}</details>
<details><summary>Memory: what was allocated, and what stayed</summary>${eachSide(diagnosis, (side) => memory(side, detail.places))}</details>
${counts(diagnosis)}${clinic(diagnosis)}
</section>`;
}

/** Nothing where neither side exports traces of statements. */
function statements({ scenario, sides }: Diagnosis): Markup {
  const drawn = statementsChart(`${scenario}: statements of one operation`, {
    baseline: sides.baseline?.trace?.typical ?? null,
    candidate: sides.candidate?.trace?.typical ?? null,
  });
  return drawn === nothing
    ? nothing
    : html`<h3>What the database was asked</h3>
${drawn}`;
}

/** Nothing where neither side exports traces. */
function traces({ scenario, sides }: Diagnosis): Markup {
  const drawn = gantt(`${scenario}: one operation, span by span`, {
    baseline: ganttSide(sides.baseline),
    candidate: ganttSide(sides.candidate),
  });
  return drawn === nothing
    ? nothing
    : html`<h3>One operation, span by span</h3>
${drawn}`;
}

function ganttSide(side: SideDiagnosis | undefined): GanttSide | null {
  if (!side?.trace) return null;
  const { typical, plannedPathMs } = side.trace;
  return { trace: typical, ...(plannedPathMs === null ? {} : { plannedPathMs }) };
}

const legend = (pair: boolean): string =>
  pair
    ? 'one operation; both at one scale. Red takes longer than on the other side, green less.'
    : 'one operation.';

/** Under its name and colour where there are two. */
function eachSide(
  { sides }: Diagnosis,
  show: (side: SideDiagnosis, other: SideDiagnosis | undefined) => Markup,
): Markup {
  const shown = sideNames.flatMap((side) => {
    const found = sides[side];
    return found
      ? [
          html`<h4 class="c-${side}">${side}: ${found.variant}</h4>${show(found, sides[side === 'baseline' ? 'candidate' : 'baseline'])}`,
        ]
      : [];
  });
  return html`${shown}`;
}

const kindWords = {
  computing: 'computing',
  waiting: 'waiting synchronously',
  starved: 'had no core (the machine was busy)',
  unknown: '–',
} as const;

function blockers({ cpu, variant }: SideDiagnosis): Markup {
  if (cpu.blockers.length === 0) {
    return html`<p>Nothing blocked it for over 25 ms in ${formatNumber(cpu.seconds)} s.</p>`;
  }
  const rows = cpu.blockers.slice(0, shownBlockers).map(
    ({ site, kind, stalls, blockedMs, longestMs }) =>
      html`<tr><th scope="row"><code>${placeOf(site)}</code></th><td>${formatNumber(blockedMs)} ms</td><td>${stalls}</td><td>${formatNumber(longestMs)} ms</td><td>${kindWords[kind]}</td></tr>
`,
  );
  return html`<p>${stallsSentence(cpu)}</p>
${wide(`${variant}: what blocked`, html`<table><thead><tr><th scope="col">where</th><th scope="col">blocked</th><th scope="col">stalls</th><th scope="col">longest</th><th scope="col">the thread was</th></tr></thead><tbody>${rows}</tbody></table>`)}`;
}

export function stallsSentence({ stalls, seconds }: SideDiagnosis['cpu']): string {
  const all = Object.values(stalls);
  const count = all.reduce((sum, kind) => sum + kind.count, 0);
  const ms = all.reduce((sum, kind) => sum + kind.ms, 0);
  const starved = stalls.starved
    ? `, ${formatNumber(stalls.starved.ms)} ms of it because the machine was busy`
    : '';
  return `${count} stall${count === 1 ? '' : 's'} of over 25 ms, ${formatNumber(ms)} ms in ${formatNumber(seconds)} s${starved}.`;
}

function functions(
  { cpu, variant }: SideDiagnosis,
  other: SideDiagnosis | undefined,
  most: number,
): Markup {
  const theirs = new Map(other?.cpu.functions.map((each) => [placeOf(each), each.selfUs]));
  const rows = cpu.functions.slice(0, most).map(
    (each) =>
      html`<tr><th scope="row"><code>${placeOf(each)}</code></th><td>${formatNumber(each.selfUs)} µs</td><td>${formatNumber((each.selfUs / cpu.tree.totalUs) * 100)} %</td><td>${timeOf(theirs.get(placeOf(each)))}</td></tr>
`,
  );
  return wide(
    `${variant}: functions`,
    html`<table><thead><tr><th scope="col">function</th><th scope="col">own time an operation</th><th scope="col">share</th><th scope="col">on the other side</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

/** Of functions that take next to nothing, none is kept. */
const timeOf = (us: number | undefined): string =>
  us === undefined ? '–' : `${formatNumber(us)} µs`;

function memory({ heap, variant }: SideDiagnosis, most: number): Markup {
  const allocated = heap.allocations.slice(0, most).map(
    (each) =>
      html`<tr><th scope="row"><code>${placeOf(each)}</code></th><td>${formatNumber(each.bytesPerOperation / 1024)} KiB</td></tr>
`,
  );
  return html`${wide(`${variant}: allocations`, html`<table><thead><tr><th scope="col">allocated by</th><th scope="col">an operation, about</th></tr></thead><tbody>${allocated}</tbody></table>`)}
${heap.growth === null ? html`<p>The heap was too large for snapshots.</p>` : growth(variant, heap.growth.slice(0, most), heap.operations)}`;
}

function growth(
  variant: string,
  grown: NonNullable<SideDiagnosis['heap']['growth']>,
  operations: number,
): Markup {
  const rows = grown.map(
    ({ constructorName, objects, bytes }) =>
      html`<tr><th scope="row"><code>${constructorName}</code></th><td>${formatNumber(objects)}</td><td>${formatNumber(bytes / 1024)} KiB</td></tr>
`,
  );
  return wide(
    `${variant}: what stayed`,
    html`<table><thead><tr><th scope="col">there after ${operations} operations and not before</th><th scope="col">objects</th><th scope="col">size</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

/** Nothing where nobody asked for it. */
function clinic({ sides }: Diagnosis): Markup {
  const pages = sideNames.flatMap((side) =>
    (sides[side]?.clinic ?? []).map(
      ({ tool, page, verdict, failure }) =>
        html`<li>${side}: ${page === null ? `clinic ${tool}: ${failure ?? ''}` : html`<a href="${page}">clinic ${tool}</a>`}${verdict === null ? '' : ` (its word for it: ${verdict}; we did not check that)`}</li>`,
    ),
  );
  return pages.length === 0 ? nothing : html`<h3>Clinic's pages</h3><ul>${pages}</ul>`;
}

/** Both sides beside each other: a count says the most in comparison. */
function counts({ scenario, sides }: Diagnosis): Markup {
  const sided = sideNames.flatMap((side) => {
    const counted = sides[side]?.counts;
    return counted ? [{ side, counted }] : [];
  });
  if (sided.length === 0) return nothing;
  const names = new Set(sided.flatMap(({ counted }) => Object.keys(counted.numbers)));
  const rows = [...names].map(
    (name) =>
      html`<tr><th scope="row">${name}</th>${sided.map(({ counted }) => html`<td>${countOf(counted, name)}</td>`)}</tr>
`,
  );
  return html`<h3>What an operation does</h3>
${wide(`${scenario}: what an operation does`, html`<table><thead><tr><th scope="col">counted with one operation at a time</th>${sided.map(({ side }) => html`<th scope="col">${side}</th>`)}</tr></thead><tbody>${rows}</tbody></table>`)}`;
}

/** `~` where two launches did not count the same. */
export function countOf({ numbers }: SideCounts, name: string): string {
  const counted = numbers[name];
  if (!counted) return '–';
  return `${counted.exact ? '' : '~'}${formatNumber(counted.perOperation)}`;
}
