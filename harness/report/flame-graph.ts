/** Who calls whom, and for how long: one picture a side, at the same scale, coloured by the difference. */
import { type CallNode, selfTimesOf } from '../profile/call-tree.ts';
import { type ComparedNode, compareTrees } from '../profile/compare-trees.ts';
import type { Side } from '../record/arm-result.ts';
import { type ColorName, colors } from './colors.ts';
import { figure } from './figure.ts';
import { formatNumber } from './format.ts';
import { text } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { placeOf } from './place.ts';

export type CallTrees = Readonly<Partial<Record<Side, CallNode>>>;

const width = 1000;
const rowHeight = 18;
const headHeight = 26;
/** Narrower boxes are not drawn. */
const leastWidth = 0.8;
const letterWidth = 6.4;
const deepest = 40;

/** A difference of so much of the whole has the full colour. */
const fullShare = 0.1;

/** Widths are microseconds an operation, at one scale for both sides. */
export function flameGraph(title: string, trees: CallTrees, mostBoxes: number): Markup {
  const { baseline, candidate } = trees;
  const mostUs = Math.max(baseline?.totalUs ?? 0, candidate?.totalUs ?? 0);
  if (mostUs === 0) return html`<p>Nothing ran while the profile was taken.</p>`;
  const sides = [
    ...(baseline ? [panel('baseline', title, baseline, candidate, mostUs, mostBoxes)] : []),
    ...(candidate ? [panel('candidate', title, candidate, baseline, mostUs, mostBoxes)] : []),
  ];
  return html`${sides}`;
}

/** No callee is wider than its caller, so that what is left hangs together. */
const widest = (boxes: readonly Box[], most: number): readonly Box[] =>
  boxes.toSorted((a, b) => b.width - a.width || a.depth - b.depth).slice(0, most);

interface Box {
  readonly x: number;
  readonly width: number;
  readonly depth: number;
  readonly compared: ComparedNode;
}

function panel(
  side: Side,
  title: string,
  tree: CallNode,
  other: CallNode | undefined,
  mostUs: number,
  mostBoxes: number,
): Markup {
  const compared = compareTrees(tree, other ? [other] : []);
  const boxes = widest(layOut(compared, width / mostUs), mostBoxes);
  const rows = boxes.reduce((most, { depth }) => Math.max(most, depth + 1), 0);
  const height = headHeight + rows * rowHeight + 4;
  const total = `${formatNumber(tree.totalUs)} µs of the main thread an operation`;
  return figure({
    title: `${title}, ${side}`,
    desc: `${side}: ${total}.`,
    width,
    height,
    fontSize: 11,
    drawing: html`<text x="0" y="16" fill="${colors[side]}" class="f-${side}" font-size="13" font-weight="600">${side}: ${total}</text>
${shades(boxes, other !== undefined, mostUs).map((shade) => shaded(shade, side, other !== undefined))}<g fill="${colors.ink}" class="f-ink" pointer-events="none">${boxes.map(label)}</g>`,
    sentence: sideSentence(side, tree, other),
  });
}

/** What the functions of a tree take themselves, wherever they were called from, by place. */
const ownTimes = (tree: CallNode | undefined): ReadonlyMap<string, number> =>
  new Map(tree ? selfTimesOf(tree).map((each) => [placeOf(each), each.selfUs]) : []);

/** The whole, and where most of what the other side does not have goes. */
function sideSentence(side: Side, tree: CallNode, other: CallNode | undefined): string {
  const total = `${side}: ${formatNumber(tree.totalUs)} µs of the main thread an operation`;
  if (!other) return `${total}.`;
  const theirs = ownTimes(other);
  const [most] = [...ownTimes(tree)]
    .map(([place, selfUs]) => ({ place, selfUs, otherUs: theirs.get(place) ?? 0 }))
    .sort((a, b) => b.selfUs - b.otherUs - (a.selfUs - a.otherUs));
  if (!most || most.selfUs - most.otherUs < tree.totalUs * 0.01) return `${total}.`;
  return `${total}; most beyond the other side in ${most.place}: ${formatNumber(most.selfUs)} against ${formatNumber(most.otherUs)} µs in itself.`;
}

/** Callers above what they call. */
function layOut(root: ComparedNode, perUs: number): readonly Box[] {
  const boxes: Box[] = [];
  const open: Box[] = [{ x: 0, width: root.node.totalUs * perUs, depth: 0, compared: root }];
  for (let box = open.pop(); box; box = open.pop()) {
    boxes.push(box);
    let { x } = box;
    for (const child of box.compared.children) {
      const childWidth = child.node.totalUs * perUs;
      const isSeen = childWidth >= leastWidth && box.depth < deepest;
      if (isSeen) open.push({ x, width: childWidth, depth: box.depth + 1, compared: child });
      x += childWidth;
    }
  }
  return boxes;
}

function label({ x, width: wide, depth, compared: { node } }: Box): Markup {
  const letters = Math.floor((wide - 6) / letterWidth);
  if (letters < 3) return nothing;
  return text(round(x + 3), headHeight + depth * rowHeight + 12.5, fitted(node.function, letters));
}

interface Shade {
  readonly color: ColorName;
  readonly strength: number;
}

interface Shaded extends Shade {
  readonly boxes: readonly Box[];
}

/** Boxes of one shade share its attributes. */
function shades(boxes: readonly Box[], pair: boolean, mostUs: number): readonly Shaded[] {
  const found = new Map<string, Shaded>();
  for (const box of boxes) {
    const { node, otherUs } = box.compared;
    const shade = pair ? shadeOf(node.totalUs - otherUs, mostUs) : plain;
    const key = `${shade.color} ${shade.strength}`;
    found.set(key, { ...shade, boxes: [...(found.get(key)?.boxes ?? []), box] });
  }
  return [...found.values()];
}

const shaded = ({ color, strength, boxes }: Shaded, side: Side, pair: boolean): Markup =>
  html`<g fill="${colors[color]}" fill-opacity="${strength}" class="f-${color}">${boxes.map((box) => drawn(box, side, pair))}</g>
`;

function drawn({ x, width: wide, depth, compared }: Box, side: Side, pair: boolean): Markup {
  const { node, otherUs } = compared;
  const left = round(x);
  const right = round(x + Math.max(0.5, wide - 0.6));
  const y = headHeight + depth * rowHeight;
  return html`<path d="M${left} ${y}H${right}v${rowHeight - 1}H${left}z"><title>${words(node, side, pair ? otherUs : null)}</title></path>
`;
}

const plain: Shade = { color: 'quiet', strength: 0.2 };

/** More than the other side is slower's colour, less faster's. */
function shadeOf(moreUs: number, mostUs: number): Shade {
  const share = Math.min(1, Math.abs(moreUs) / (mostUs * fullShare));
  if (share < 0.02) return { color: 'quiet', strength: 0.14 };
  const color = moreUs > 0 ? 'slower' : 'faster';
  return { color, strength: Math.round((0.14 + 0.5 * share) * 10) / 10 };
}

function words(node: CallNode, side: Side, otherUs: number | null): string {
  const place = placeOf(node);
  const own = `${formatNumber(node.totalUs)} µs, ${formatNumber(node.selfUs)} of them in itself`;
  if (otherUs === null) return `${place}: ${own}`;
  const theirs = side === 'baseline' ? 'candidate' : 'baseline';
  return `${place}: ${own}; ${theirs} ${formatNumber(otherUs)} µs`;
}

const fitted = (name: string, letters: number): string =>
  name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;

const round = (value: number): number => Math.round(value * 10) / 10;
