/** Who calls whom, and for how long: one picture a side, at the same scale, coloured by the difference. */
import { type CallNode, selfTimesOf } from '../profile/call-tree.ts';
import { type ComparedNode, compareTrees } from '../profile/compare-trees.ts';
import type { Side } from '../record/arm-result.ts';
import { type ColorName, colors } from './colors.ts';
import { figure, type Values } from './figure.ts';
import { formatNumber } from './format.ts';
import { html, type Markup } from './markup.ts';
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
    ...(baseline ? [panel('baseline', title, baseline, candidate, { mostUs, mostBoxes })] : []),
    ...(candidate ? [panel('candidate', title, candidate, baseline, { mostUs, mostBoxes })] : []),
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
  { mostUs, mostBoxes }: { readonly mostUs: number; readonly mostBoxes: number },
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
${boxes.map((box) => drawn(box, side, other !== undefined, mostUs))}`,
    sentence: sideSentence(side, tree, other),
    values: valuesOf(tree, other),
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

const mostRows = 20;

function valuesOf(tree: CallNode, other: CallNode | undefined): Values {
  const theirs = ownTimes(other);
  return {
    head: ['function', 'own time, µs an operation', ...(other ? ['the other side, µs'] : [])],
    rows: [...ownTimes(tree)].slice(0, mostRows).map(([place, selfUs]) => {
      const otherUs = formatNumber(theirs.get(place) ?? 0);
      return [place, formatNumber(selfUs), ...(other ? [otherUs] : [])];
    }),
  };
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

function drawn(
  { x, width: wide, depth, compared }: Box,
  side: Side,
  pair: boolean,
  mostUs: number,
): Markup {
  const { node, otherUs } = compared;
  const { color, strength } = pair ? shade(node.totalUs - otherUs, mostUs) : plain;
  const y = headHeight + depth * rowHeight;
  const letters = Math.floor((wide - 6) / letterWidth);
  const label = letters < 3 ? '' : fitted(node.function, letters);
  return html`<g><title>${words(node, side, pair ? otherUs : null)}</title><rect x="${round(x)}" y="${y}" width="${round(Math.max(0.5, wide - 0.6))}" height="${rowHeight - 1}" rx="1.5" fill="${colors[color]}" class="f-${color}" fill-opacity="${strength}"/>${label === '' ? '' : html`<text x="${round(x + 3)}" y="${y + 12.5}" fill="${colors.ink}" class="f-ink">${label}</text>`}</g>
`;
}

interface Shade {
  readonly color: ColorName;
  readonly strength: number;
}

const plain: Shade = { color: 'quiet', strength: 0.2 };

/** More than the other side is slower's colour, less faster's. */
function shade(moreUs: number, mostUs: number): Shade {
  const share = Math.min(1, Math.abs(moreUs) / (mostUs * fullShare));
  if (share < 0.02) return { color: 'quiet', strength: 0.14 };
  const color = moreUs > 0 ? 'slower' : 'faster';
  return { color, strength: Math.round((0.14 + 0.5 * share) * 100) / 100 };
}

function words(node: CallNode, side: Side, otherUs: number | null): string {
  const place = placeOf(node);
  const own = `${formatNumber(node.totalUs)} µs an operation, ${formatNumber(node.selfUs)} of them in itself`;
  if (otherUs === null) return `${place}: ${own}`;
  const theirs = side === 'baseline' ? 'candidate' : 'baseline';
  return `${place}: ${own}; ${theirs} ${formatNumber(otherUs)} µs`;
}

const fitted = (name: string, letters: number): string =>
  name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;

const round = (value: number): number => Math.round(value * 10) / 10;
