/** Which SQL statements one operation of each side sends, how often, and for how long. */
import type { Span } from '../profile/span.ts';
import { allOf } from '../profile/trace-tree.ts';
import type { TypicalTrace } from '../profile/typical-trace.ts';
import type { Side } from '../record/arm-result.ts';
import { figure } from './figure.ts';
import { fitLabel } from './fit-label.ts';
import { formatNumber } from './format.ts';
import { across, marker, rule, text } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { sides } from './plot.ts';
import { linearAxis } from './scale.ts';
import { milliseconds } from './sorted-values.ts';

interface Sent {
  readonly count: number;
  readonly ms: number;
}

interface Statement {
  readonly name: string;
  readonly sent: Readonly<Record<Side, Sent>>;
}

const width = 860;
const box = { left: 330, right: 690 };
const rowHeight = 22;
const head = 24;
const mostRows = 10;

/** Nothing where no trace has a statement. */
export function statementsChart(
  title: string,
  traces: Readonly<Record<Side, TypicalTrace | null>>,
): Markup {
  const all = statementsOf(traces);
  const shown = all.slice(0, mostRows);
  const [first] = shown;
  if (!first) return nothing;
  const longest = Math.max(...shown.flatMap(({ sent }) => sides.map((side) => sent[side].ms)));
  const x = linearAxis(0, longest, box.left, box.right);
  const height = head + shown.length * rowHeight + 8;
  const grid = html`${rule(x.ticks.map((tick) => `M${x.at(tick)} ${head - 6}V${height}`).join(''), 'grid')}${x.ticks.map((tick) => text(x.at(tick), 12, milliseconds(tick), { anchor: 'middle' }))}`;
  return figure({
    title,
    desc: `${shown.map(describe).join('; ')}.`,
    width,
    height,
    drawing: html`${grid}
${shown.map((statement, index) => drawRow(statement, x.at, head + (index + 0.5) * rowHeight))}`,
    sentence: statementsSentence(all, traces),
    note: 'Of the operations that are drawn span by span; how often and how long all of a kind took, added up. Square: baseline; circle: candidate.',
    values: {
      head: ['statement', 'baseline, times', 'candidate, times', 'baseline', 'candidate'],
      rows: shown.map(({ name, sent }) => [
        name,
        ...sides.map((side) => formatNumber(sent[side].count)),
        ...sides.map((side) => milliseconds(sent[side].ms)),
      ]),
    },
  });
}

function drawRow({ name, sent }: Statement, at: (ms: number) => number, y: number): Markup {
  const [a, b] = sides.map((side) => at(sent[side].ms));
  const marks = sides.map((side) =>
    sent[side].count === 0 ? nothing : marker(side, at(sent[side].ms), y),
  );
  const times = sides.map((side) => `${formatNumber(sent[side].count)} ×`).join(' | ');
  return html`<g><title>${name}</title>${text(0, y + 4, fitLabel(name, box.left - 14), { color: 'ink' })}${across(Math.min(a ?? 0, b ?? 0), Math.max(a ?? 0, b ?? 0), y, 'grid')}${marks}${text(box.right + 14, y + 4, times, { color: 'ink' })}</g>
`;
}

/** By the time they take on both sides, the most first. */
function statementsOf(traces: Readonly<Record<Side, TypicalTrace | null>>): readonly Statement[] {
  const found = new Map<string, Record<Side, Sent>>();
  for (const side of sides) {
    const root = traces[side]?.root;
    for (const { class: kind, span } of root ? allOf(root) : []) {
      if (kind !== 'statement') continue;
      const name = nameOf(span);
      const sent = found.get(name) ?? { baseline: none, candidate: none };
      const { count, ms } = sent[side];
      const took = (span.endUs - span.startUs) / 1000;
      found.set(name, { ...sent, [side]: { count: count + 1, ms: ms + took } });
    }
  }
  const total = ({ sent }: Statement) => sent.baseline.ms + sent.candidate.ms;
  return [...found].map(([name, sent]) => ({ name, sent })).sort((a, b) => total(b) - total(a));
}

const none: Sent = { count: 0, ms: 0 };

/** By the semantic conventions, old and new; a summary says more in less room than the text. */
const naming = ['db.query.summary', 'db.query.text', 'db.statement'];
const longestName = 200;

function nameOf({ name, attributes }: Span): string {
  const words = naming.map((key) => attributes[key]).find((value) => typeof value === 'string');
  return String(words ?? name).slice(0, longestName);
}

const describe = ({ name, sent }: Statement): string =>
  `${name}: ${sides.map((side) => `${side} ${formatNumber(sent[side].count)} times in ${milliseconds(sent[side].ms)}`).join(', ')}`;

/** One operation a side: counts, and no word of a gain. */
function statementsSentence(
  statements: readonly Statement[],
  traces: Readonly<Record<Side, TypicalTrace | null>>,
): string {
  const parts = sides.map((side) => {
    if (!traces[side]) return `the ${side} exports no traces`;
    const sum = statements.reduce((all, { sent }) => all + sent[side].count, 0);
    const [most] = [...statements].sort((a, b) => b.sent[side].count - a.sent[side].count);
    if (sum === 0 || !most) return `no statement in the ${side}`;
    return `${formatNumber(sum)} in the ${side}, ${formatNumber(most.sent[side].count)} of them “${most.name.slice(0, 60)}”`;
  });
  return `Statements of one operation: ${parts.join('; ')}.`;
}
