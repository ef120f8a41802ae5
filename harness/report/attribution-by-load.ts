/** Where in the load range each fix matters: one metric, each load that was attributed. */
import type { Attribution } from '../record/attribution.ts';
import { metricTitle } from './format.ts';
import { html, type Markup, nothing } from './markup.ts';
import { bySize, isProven, ratioWords } from './waterfall.ts';
import { wide } from './wide.ts';

/** By the first metric; nothing of a single load. */
export function byLoad(attribution: readonly Attribution[]): Markup {
  const [first] = attribution;
  const loads = attribution.filter(({ metric, sum }) => metric === first?.metric && sum !== null);
  if (!first || loads.length < 2) return nothing;
  const title = `${metricTitle(first.metric)}, on ÷ off at each load`;
  return html`<h3>Where in the load range each fix matters</h3>
<p>${title}.</p>
${wide(
  title,
  html`<table><thead><tr><th scope="col">fix</th>${loads.map(({ scenario }) => html`<th scope="col">${scenario}</th>`)}</tr></thead>
<tbody>${bySize(first).map(({ fix }) => row(fix, loads))}</tbody></table>`,
)}`;
}

const row = (fix: string, loads: readonly Attribution[]): Markup =>
  html`<tr><th scope="row">${fix}</th>${loads.map((of) => html`<td>${cell(fix, of)}</td>`)}</tr>
`;

function cell(name: string, { fixes }: Attribution): string {
  const fix = fixes.find((each) => each.fix === name);
  if (!fix) return '–';
  return isProven(fix) ? ratioWords(fix.ratio) : `${ratioWords(fix.ratio)}, below the resolution`;
}
