/** What a leak check says, for a page. */
import type { ArmResult } from '../record/arm-result.ts';
import type { RunScenario, SoakSide } from '../record/run.ts';
import { formatNumber } from './format.ts';
import { heldChart } from './held-chart.ts';
import { html, type Markup, nothing } from './markup.ts';
import { wide } from './wide.ts';
import { soakSentence } from './words.ts';

const sides = ['baseline', 'candidate'] as const;
const kinds = ['heap', 'buffers', 'rss'] as const;

const toneOf: Readonly<Record<SoakSide['verdict'], string>> = {
  'no leak': 'faster',
  leaks: 'slower',
  'still growing': 'quiet',
  'cannot be said': 'quiet',
};

/** Nothing of a comparison. */
export function soakSection({ name, soak }: RunScenario, arms: readonly ArmResult[]): Markup {
  if (!soak) return nothing;
  return html`<h3>Memory after full garbage collections</h3>
${wide(
  `${name}: memory`,
  html`<table><thead><tr><th scope="col">side</th><th scope="col">verdict</th><th scope="col">heap</th><th scope="col">buffers</th><th scope="col">resident</th><th scope="col">operations</th><th scope="col">collections</th></tr></thead>
<tbody>${sides.map((side) => sideRow(side, soak[side]))}</tbody></table>`,
)}
${heldChart(`${name}: memory by operations`, arms, soakSentence(soak))}
<p><small>Growth in KiB per 1,000 operations, with 95 % intervals, over the second half of each side's operations. Buffers are their contents, outside the heap. Planned for ${soak.seconds} s, both sides in turn.</small></p>`;
}

const sideRow = (name: string, side: SoakSide): Markup =>
  html`<tr><th scope="row">${name}</th><td class="f-${toneOf[side.verdict]}">${side.words}</td>${kinds.map((kind) => html`<td>${growthWords(side.growth[kind])}</td>`)}<td>${formatNumber(side.operations)}</td><td>${side.collections}</td></tr>`;

function growthWords(growth: SoakSide['growth']['heap']): Markup {
  if (!growth) return html`–`;
  const { value, lo, hi } = growth;
  return html`${formatNumber(value)} <small>${formatNumber(lo)} to ${formatNumber(hi)}</small>`;
}
