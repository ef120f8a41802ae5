/** What a gate decided, for people, pages, comments and CI. */
import type { Gate, GateLimit, Run } from '../record/run.ts';
import { formatNumber } from './format.ts';
import { escapeMarkdown, html, type Markup, nothing } from './markup.ts';
import { wide } from './wide.ts';

const words: Readonly<Record<Gate['state'], string>> = {
  passed: 'Gate passed: every limit is kept.',
  failed: 'Gate failed: a limit is proven broken.',
  unsure: 'Gate unsure: no limit is proven broken, and not every one proven kept.',
  invalid: 'Gate invalid: nothing may be judged.',
};

/** Worst first. */
const order: readonly GateLimit['state'][] = ['broken', 'unsure', 'not judged', 'kept'];

export const gateSentence = ({ state, reasons }: Gate): string =>
  [words[state], ...reasons].join(' ');

export const worstFirst = ({ limits }: Gate): readonly GateLimit[] =>
  limits.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state));

/** The limit's figure, its test and its reason. */
export function limitSentence({ measured, pValue, reason }: GateLimit): string {
  const figure =
    measured &&
    `measured ${formatNumber(measured.value)} [${formatNumber(measured.lo)}, ${formatNumber(measured.hi)}]`;
  const test = pValue === null ? null : `p ${pValue < 0.0001 ? '< 0.0001' : pValue.toPrecision(2)}`;
  return [figure, test, reason].filter((part) => part != null).join('; ');
}

/** For a terminal: the sentence and a line a limit. */
export const gateLines = (gate: Gate): readonly string[] => [
  gateSentence(gate),
  ...worstFirst(gate).map(
    (limit) => `  ${limit.state.padEnd(10)} ${limit.limit.padEnd(38)} ${limitSentence(limit)}`,
  ),
];

export const gateMarkdown = (gate: Gate): readonly string[] => [
  `**${escapeMarkdown(gateSentence(gate))}**`,
  '',
  '| limit | state | |',
  '| --- | --- | --- |',
  ...worstFirst(gate).map((limit) => {
    const cells = [limit.limit, limit.state, limitSentence(limit)];
    return `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  }),
  '',
  evidenceSentence(gate),
  '',
];

export function gateSection({ gate }: Run): Markup {
  if (!gate) return nothing;
  const rows = worstFirst(gate).map(
    (limit) =>
      html`<tr><th scope="row"><code>${limit.limit}</code></th><td>${limit.state}</td><td>${limitSentence(limit)}</td></tr>
`,
  );
  return html`<section id="limits"><h2>Limits</h2>
<p>All limits together fail by chance in at most 5 of 100 comparisons of equal versions; the last look was at ${gate.units} units and decided at p ≤ ${gate.level.toPrecision(2)}.</p>
<p>${evidenceSentence(gate)}</p>
${wide(
  'limits',
  html`<table><thead><tr><th scope="col">limit</th><th scope="col">state</th><th scope="col">why</th></tr></thead>
<tbody>${rows}</tbody></table>`,
)}</section>`;
}

/** What the gate itself can be judged by. */
function evidenceSentence({ controls, relabelled }: Gate): string {
  const { gates, failed, meant } = relabelled;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    `In ${controls} more units one server played both sides.`,
    `Of ${gates} gates made of these units with their sides drawn by lot, ${failed} would have failed at equality (${percent(failed / gates)}; ${percent(meant)} may by then, 5 % in all).`,
  ].join(' ');
}

/** One case a limit. */
export function gateSuite(gate: Gate): Markup {
  const count = (state: GateLimit['state']) =>
    gate.limits.filter((limit) => limit.state === state).length;
  const invalid = gate.state === 'invalid';
  return html`<testsuite name="gate" tests="${gate.limits.length}" failures="${invalid ? 0 : count('broken')}" errors="0" skipped="${invalid ? gate.limits.length : count('unsure') + count('not judged')}">
${gate.limits.map(
  (
    limit,
  ) => html`<testcase classname="gate" name="${limit.limit}">${outcome(limit, invalid ? gateSentence(gate) : null)}</testcase>
`,
)}</testsuite>
`;
}

function outcome(limit: GateLimit, invalid: string | null): Markup {
  const said = `${limit.state}: ${limitSentence(limit)}`;
  if (invalid !== null) return html`<skipped message="${invalid}"/>`;
  if (limit.state === 'kept') return nothing;
  return limit.state === 'broken'
    ? html`<failure message="${said}"/>`
    : html`<skipped message="${said}"/>`;
}
