/** What is behind the page, to be had from the page itself. */
import type { Run } from '../record/run.ts';
import { html, type Markup } from './markup.ts';

/** Carried by the page; with what is in it. */
const carried = {
  'run.json': 'the result, for programs; `tandem schema` prints its JSON Schema',
  'csv/response-times.csv':
    'response times of single operations; of many, every so many of a side in the order of time, as its last column says',
} as const;

/** What was recorded and what was written for people; two stored results leave their own behind. */
const recorded: readonly (readonly [string, string])[] = [
  [
    'arms.ndjson',
    'all that was recorded, an arm a line, or packed by scenario in `raw/`; `tandem report` draws this page from it',
  ],
  ['profiles/', 'CPU and heap profiles for DevTools and speedscope, where there was a diagnosis'],
];

const written: readonly (readonly [string, string])[] = [
  ['csv/metrics.csv', 'every metric of every scenario: both sides, ratio, intervals and verdict'],
  ['csv/operations.csv', 'all operations'],
  ['hdr/', 'response times as HdrHistogram files'],
  ['bencher.json', 'for Bencher'],
  ['github-action-benchmark/', 'for github-action-benchmark, a file a direction'],
];

const forPeople = ['summary.md, junit.xml', 'for a pull request and for CI'] as const;

/** `exchanged` are the files for other tools, by their paths. */
export function rawSection(run: Run, exchanged: readonly string[]): Markup {
  const beside = [
    ...(run.diff ? [] : recorded),
    ...written.filter(([name]) => exchanged.some((path) => path.startsWith(name))),
    forPeople,
  ];
  const links = Object.entries(carried).map(
    ([name, words]) =>
      html`<li><a href="${name}" data-raw="${name}">${name}</a>: ${withCode(words)}</li>
`,
  );
  return html`<section id="raw"><h2>Raw data</h2>
<p>This page carries (schema <code>${run.schema}</code>):</p>
<ul>
${links}</ul>
<p>Beside it, in the folder of the run:</p>
<ul>
${beside.map(([name, words]) => html`<li><code>${name}</code>: ${withCode(words)}</li>`)}</ul></section>`;
}

/** What stands between backticks is code. */
const withCode = (words: string): readonly Markup[] =>
  words
    .split('`')
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
