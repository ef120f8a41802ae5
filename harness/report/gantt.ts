/** One typical run of each side, span by span, on one time scale: in turn or side by side? */
import type { SpanClass } from '../profile/span-class.ts';
import type { TypicalTrace } from '../profile/typical-trace.ts';
import type { Side } from '../record/arm-result.ts';
import { colors } from './colors.ts';
import { figure, type Values } from './figure.ts';
import { fitLabel, labelPx } from './fit-label.ts';
import { type At, barHeight, classColor, drawBars } from './gantt-bars.ts';
import { ganttCaption, milliseconds } from './gantt-caption.ts';
import { fittingDepth, type GanttRow, ganttRows } from './gantt-rows.ts';
import { text, upright } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { type Axis, linearAxis } from './scale.ts';

export interface GanttSide {
  readonly trace: TypicalTrace;
  /** The shortest time the run could take, from its start; not known for every scenario. */
  readonly plannedPathMs?: number;
}

const width = 860;
/** Names are on the left of it, durations on the right of the bars. */
const box = { left: 200, right: 790 };
const rowHeight = 17;
const headHeight = 48;
const legendHeight = 22;

interface Block extends GanttSide {
  readonly side: Side;
  readonly rows: readonly GanttRow[];
  /** Rows left out, in words; empty when there are none. */
  readonly more: string;
  readonly top: number;
  readonly bottom: number;
}

/** Nothing when no side has a trace; a side without one is left out. */
export function gantt(title: string, sides: Readonly<Record<Side, GanttSide | null>>): Markup {
  const drawn = (['baseline', 'candidate'] as const).flatMap((side) => {
    const given = sides[side];
    return given ? [{ side, ...given }] : [];
  });
  if (drawn.length === 0) return nothing;
  const longestMs = Math.max(
    ...drawn.map(({ trace, plannedPathMs = 0 }) =>
      Math.max(trace.durationUs / 1000, plannedPathMs),
    ),
  );
  const blocks = blocksOf(drawn, longestMs);
  const x = linearAxis(0, longestMs, box.left, box.right);
  const bottom = blocks.at(-1)?.bottom ?? 0;
  const caption = ganttCaption(drawn);
  return figure({
    title,
    desc: caption,
    width,
    height: bottom + 24,
    drawing: html`${legend(blocks)}${x.ticks.map((tick) => gridLine(x.at(tick), tick, bottom))}
${blocks.map((block) => drawBlock(block, x))}`,
    sentence: caption,
    note: 'Traced runs are slower than timed ones: it is their shape that tells.',
    values: valuesOf(blocks),
  });
}

const valuesOf = (blocks: readonly Block[]): Values => ({
  head: ['span', 'side', 'begins', 'lasts'],
  rows: blocks.flatMap(({ side, trace, rows }) =>
    rows.map((row) => {
      const startUs = Math.min(...row.nodes.map(({ span }) => span.startUs));
      const begins = milliseconds((startUs - trace.root.span.startUs) / 1000);
      return [row.label, side, begins, milliseconds(lastsMs(row))];
    }),
  ),
});

function blocksOf(
  drawn: readonly (GanttSide & { readonly side: Side })[],
  longestMs: number,
): readonly Block[] {
  const traces = drawn.map(({ trace }) => trace);
  const depth = fittingDepth(traces, longestMs * 1000);
  let top = legendHeight;
  return drawn.map((each) => {
    const { rows, left } = ganttRows(each.trace, depth, longestMs * 1000);
    const more = left === 0 ? '' : `and ${left} more rows`;
    const bottom = top + headHeight + (rows.length + (left > 0 ? 1 : 0)) * rowHeight;
    const block = { ...each, rows, more, top, bottom };
    top = bottom + 6;
    return block;
  });
}

const gridLine = (x: number, ms: number, bottom: number): Markup =>
  html`${upright(x, legendHeight + 8, bottom, 'grid')}${text(x, bottom + 16, milliseconds(ms), { anchor: 'middle' })}`;

/** The planned path over the bars, the durations over both. */
function drawBlock(block: Block, x: Axis): Markup {
  const { side, trace, plannedPathMs, rows, more, top, bottom } = block;
  const at: At = (us) => x.at((us - trace.root.span.startUs) / 1000);
  const first = top + headHeight + rowHeight / 2;
  const middles = rows.map((row, index) => ({ row, y: first + index * rowHeight }));
  const rest = text(0, first + rows.length * rowHeight + 4, more);
  return html`<text x="0" y="${top + 26}" font-size="14" font-weight="600" fill="${colors[side]}" class="f-${side}">${side}, ${milliseconds(trace.durationUs / 1000)}</text>
<g fill="${colors.ink}" class="f-ink" stroke-width="${barHeight}">${middles.map(({ row, y }) => drawRow(row, at, y))}</g>
${plannedPathMs === undefined ? nothing : plannedLine(x.at(plannedPathMs), plannedPathMs, top, bottom)}
<g ${rim}>${middles.map(({ row, y }) => duration(row, at, y))}</g>${more === '' ? nothing : rest}`;
}

function plannedLine(x: number, ms: number, top: number, bottom: number): Markup {
  const words = `planned path, ${milliseconds(ms)}`;
  const anchor = x + labelPx(words) / 2 > width ? 'end' : 'middle';
  return html`<line x1="${x}" x2="${x}" y1="${top + 32}" y2="${bottom}" stroke="${colors.ink}" stroke-width="1.5" stroke-dasharray="5 3" class="s-ink"/><text x="${x}" y="${top + 26}" text-anchor="${anchor}" fill="${colors.ink}" class="f-ink">${words}</text>`;
}

function drawRow(row: GanttRow, at: At, y: number): Markup {
  const indent = Math.min(row.depth, 6) * 10;
  const label = fitLabel(row.label, box.left - 10 - indent);
  const weight = row.inChain ? html` font-weight="600"` : nothing;
  const inAll = row.nodes.length > 1 ? ' in all' : '';
  return html`<g><title>${row.label}: ${milliseconds(lastsMs(row))}${inAll}</title><text x="${indent}" y="${y + 4}"${weight}>${label}</text>${drawBars(row, at, y)}</g>
`;
}

/** Of paper, round the durations: it keeps lines off them. */
const rim = html`font-size="11" stroke="${colors.paper}" stroke-width="3" paint-order="stroke" class="s-paper"`;

/** Behind all that is drawn in the row. */
function duration(row: GanttRow, at: At, y: number): Markup {
  const endUs = Math.max(...[...row.nodes, ...row.inside].map(({ span }) => span.endUs));
  return text(at(endUs) + 5, y + 4, milliseconds(lastsMs(row)));
}

const lastsMs = ({ nodes }: GanttRow): number =>
  nodes.reduce((sum, { span }) => sum + span.endUs - span.startUs, 0) / 1000;

const legendWords = {
  step: 'step',
  call: 'call of a model or service',
  statement: 'statement',
  wait: 'waiting for a connection',
} as const;

function legend(blocks: readonly Block[]): Markup {
  const nodes = blocks.flatMap(({ rows }) => rows.flatMap((row) => [...row.nodes, ...row.inside]));
  const shown = (['step', 'call', 'statement', 'wait'] as const).filter((each) =>
    nodes.some((node) => node.class === each),
  );
  let x = 0;
  const entry = (words: string, sample: Markup): Markup => {
    const from = x;
    x += 32 + labelPx(words);
    return html`<g transform="translate(${from} 0)">${sample}${text(18, 12, words)}</g>`;
  };
  const swatch = (each: SpanClass) =>
    html`<path d="M0 8H12" stroke="${colors[classColor[each]]}" stroke-width="${barHeight}" class="s-${classColor[each]}"/>`;
  const hatch = html`<path d="M0 8H12" stroke="${colors.quiet}" stroke-width="${barHeight}" stroke-dasharray="1.2 2.4" class="s-quiet"/>`;
  const bold = html`<text x="0" y="12" font-weight="600" fill="${colors.ink}" class="f-ink">ab</text>`;
  return html`${shown.map((each) => entry(legendWords[each], swatch(each)))}${entry('own time: nothing below it runs', hatch)}${entry('longest chain', bold)}`;
}
