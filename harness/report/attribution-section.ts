/** The section of the report that says what each fix gives. */
import type { AttributedFix, Attribution } from '../record/attribution.ts';
import type { Run } from '../record/run.ts';
import { byLoad } from './attribution-by-load.ts';
import {
  attributionSentence,
  classWords,
  fitSentence,
  interactionSentence,
} from './attribution-words.ts';
import { formatNumber, metricTitle } from './format.ts';
import { escapeMarkdown, html, type Markup, nothing } from './markup.ts';
import { bySize, isProven, rangeWords, ratioWords, waterfall } from './waterfall.ts';
import { wide } from './wide.ts';

export function attributionSection({ attribution = [] }: Run): Markup {
  const [first, ...others] = attribution;
  if (!first) return nothing;
  return html`<section id="attribution"><h2>What each fix gives</h2>
<p>On average over all orders in which the fixes could be switched on (Shapley values), as a model of the experiment has it: what the parts leave together and what was measured with all fixes on may differ by what it does not explain. A share is one of what the parts leave together, as it was estimated. Below 1 a fix leaves less of the baseline.</p>
${metricPart(first)}
${byLoad(attribution)}
${others.map((each) => html`<details><summary>${attributionSentence(each)}</summary>${metricPart(each)}</details>`)}
</section>`;
}

function metricPart(of: Attribution): Markup {
  const title = `${of.scenario}: ${metricTitle(of.metric)} by fix`;
  return html`<h3>${metricTitle(of.metric)} in ${of.scenario}</h3>
<p><strong>${attributionSentence(of)}</strong></p>
${waterfall(title, of)}${of.fixes.length === 0 ? nothing : table(of)}
${interactions(of)}<p><small>${fitSentence(of)}</small></p>`;
}

function interactions(of: Attribution): Markup {
  const pairs = of.interactions;
  if (pairs.length === 0) return nothing;
  return html`<ul>${pairs.map((pair) => html`<li>${interactionSentence(pair, of)}</li>`)}</ul>`;
}

function table(of: Attribution): Markup {
  return wide(
    `${of.scenario}: ${metricTitle(of.metric)}, each fix`,
    html`<table><thead><tr><th scope="col">fix</th><th scope="col">finding</th><th scope="col">on ÷ off</th><th scope="col">claimed</th><th scope="col">share of the gain</th><th scope="col">with no other on</th><th scope="col">with all others on</th><th scope="col">class</th></tr></thead>
<tbody>${bySize(of).map((fix) => row(fix, of))}</tbody></table>`,
  );
}

const row = (fix: AttributedFix, of: Attribution): Markup =>
  html`<tr><th scope="row">${fix.fix}</th>${cellsOf(fix, of).map((cell) => html`<td>${cell}</td>`)}</tr>
`;

function cellsOf(fix: AttributedFix, of: Attribution): readonly string[] {
  const { finding, ratio, claimed, share, alone, without } = fix;
  const says = !['harmful', 'no effect found'].includes(fix.class);
  return [
    finding === null ? '–' : String(finding),
    ratioWords(ratio),
    claimed ? rangeWords(claimed) : '–',
    share ? shareWords(share) : '–',
    alone ? ratioWords(alone) : '–',
    without ? ratioWords(without) : '–',
    `${classWords(fix, of)}${says && !isProven(fix) ? ', below the resolution' : ''}`,
  ];
}

/** In percent of the logarithm of the whole gain. */
const shareWords = ({ value, lo, hi }: NonNullable<AttributedFix['share']>): string =>
  `${percent(value)} % [${percent(lo)}, ${percent(hi)}]`;

const percent = (share: number): string => formatNumber(Math.round(share * 1000) / 10);

/** For a terminal: the first metric fix by fix, the others in a sentence. */
export function attributionLines({ attribution = [] }: Run): readonly string[] {
  const [first, ...others] = attribution;
  if (!first) return [];
  const rows = bySize(first).map((fix) =>
    [
      `  ${fix.fix.padEnd(16)}`,
      ratioWords(fix.ratio).padEnd(24),
      (fix.share ? shareWords(fix.share) : '').padEnd(26),
      classWords(fix, first),
    ]
      .join('  ')
      .trimEnd(),
  );
  return [
    attributionSentence(first),
    ...(rows.length === 0
      ? []
      : [`  ${'fix'.padEnd(16)}  ${'on / off'.padEnd(24)}  share of the gain`]),
    ...rows,
    ...first.interactions.map((pair) => interactionSentence(pair, first)),
    fitSentence(first),
    ...others.map(attributionSentence),
  ].filter((line) => line !== '');
}

export function attributionMarkdown({ attribution = [] }: Run): readonly string[] {
  return attribution.flatMap((of) => [
    `**${escapeMarkdown(attributionSentence(of))}**`,
    '',
    ...(of.fixes.length === 0
      ? []
      : [
          '| fix | finding | on ÷ off | claimed | share of the gain | with no other on | with all others on | class |',
          '| --- | --- | --- | --- | --- | --- | --- | --- |',
        ]),
    ...bySize(of).map(
      (fix) => `| ${[fix.fix, ...cellsOf(fix, of)].map(escapeMarkdown).join(' | ')} |`,
    ),
    '',
    ...of.interactions
      .filter(({ flagged, confirmed }) => flagged || confirmed)
      .flatMap((pair) => [escapeMarkdown(interactionSentence(pair, of)), '']),
  ]);
}
