import { metricNames, metrics } from '../record/metric.ts';
import { html, type Markup } from './markup.ts';
import { wide } from './wide.ts';

/** The words of this page, each with one meaning. */
const words: readonly (readonly [string, string])[] = [
  ['ratio', 'candidate ÷ baseline: below 1 the candidate has less'],
  ['interval', 'the range in brackets; it holds the truth in 95 of 100 runs'],
  ['arm', 'a stretch of load on one side'],
  ['unit', 'the smallest balanced group of arms; what intervals rest on'],
  ['launch', 'a fresh pair of processes on fresh databases'],
  ['operation', 'what latency is counted for: a request, a run'],
  [
    'response time',
    'from the planned moment of an operation to its end; service time: from its actual start',
  ],
  ['same', 'proven equal within the margin; unsure: neither equal nor different is proven'],
];

export function glossary(): Markup {
  return html`<section id="metrics"><h2>Glossary</h2>
<dl>${words.map(([word, meaning]) => html`<dt>${word}</dt><dd>${meaning}</dd>`)}</dl>
<details><summary>All metrics</summary>${wide('metrics', html`<table><tbody>${metricNames.map(metricRow)}</tbody></table>`)}</details></section>`;
}

const metricRow = (name: (typeof metricNames)[number]): Markup =>
  html`<tr><th scope="row"><code>${name}</code></th><td>${metrics[name].explains}</td></tr>
`;
