/** What share of the values is up to a time, on a logarithmic axis of times. */
import type { Side } from '../record/arm-result.ts';
import { figure, type Values } from './figure.ts';
import { stroke } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { endNames, foot, levels, plot, sides } from './plot.ts';
import { type Axis, extentOf, linearAxis, linePath, logAxis, type Point } from './scale.ts';
import { milliseconds, percentWords, type SortedValues, valueAt } from './sorted-values.ts';

interface Ecdf {
  readonly title: string;
  readonly values: SortedValues;
  readonly sentence: string;
  readonly note?: string;
}

/** Nothing where no value is above 0. */
export function ecdfChart({ title, values, sentence, note }: Ecdf): Markup {
  const all = [...values.baseline, ...values.candidate];
  const extent = extentOf(all.filter((value) => value > 0));
  if (extent === null) return nothing;
  const x = logAxis(extent.lo, Math.max(extent.hi, extent.lo * 1.5), plot.left, plot.right);
  const y = linearAxis(0, 1, plot.bottom, plot.top);
  return figure({
    title,
    desc: `${sides.map((side) => quartileWords(side, values[side])).join('; ')}.`,
    width: plot.width,
    height: plot.height,
    drawing: html`${levels(y, percentWords)}${foot(x, x.ticks, milliseconds)}
${sides.map((side) => stroke(linePath(curve(values[side], x, y)), { color: side, width: side === 'baseline' ? 1.2 : 2.4 }))}
${endNames(sides.flatMap((side) => nameAt(side, values[side], x, y)))}`,
    sentence,
    ...(note === undefined ? {} : { note }),
    values: valuesOf(values),
  });
}

const steps = 60;

/** Of more values than steps, every so many; what failed is never there, so the line stays below 100 %. */
function curve(sorted: readonly number[], x: Axis, y: Axis): readonly Point[] {
  const every = Math.max(1, sorted.length / steps);
  const count = Math.min(steps, sorted.length);
  const points = Array.from({ length: count }, (_, step): Point => {
    const rank = Math.min(sorted.length, Math.round((step + 1) * every));
    const value = sorted[rank - 1] ?? Infinity;
    return [value, rank / sorted.length];
  });
  const [first = Infinity] = sorted;
  return [[first, 0] as Point, ...points]
    .filter(([value]) => Number.isFinite(value))
    .map(([value, share]): Point => [x.at(value), y.at(share)]);
}

/** At the right of the line's middle: where both end, they would meet. */
function nameAt(side: Side, sorted: readonly number[], x: Axis, y: Axis) {
  const share = side === 'baseline' ? 0.4 : 0.6;
  const value = valueAt(sorted, share);
  return Number.isFinite(value) ? [{ side, x: x.at(value), y: y.at(share) }] : [];
}

const quartileWords = (side: Side, sorted: readonly number[]): string =>
  sorted.length === 0
    ? `${side}: no values`
    : `${side}: a quarter within ${milliseconds(valueAt(sorted, 0.25))}, half within ${milliseconds(valueAt(sorted, 0.5))}, three quarters within ${milliseconds(valueAt(sorted, 0.75))}, ${sorted.length} values`;

const valuesOf = ({ baseline, candidate }: SortedValues): Values => ({
  head: ['share of the values', 'baseline, up to', 'candidate, up to'],
  rows: [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1].map((p) => [
    percentWords(p),
    milliseconds(valueAt(baseline, p)),
    milliseconds(valueAt(candidate, p)),
  ]),
});

/** Half and nine tenths of each side; what one side alone has is said so. */
export function ecdfSentence(what: string, values: SortedValues): string {
  const parts = sides.map((side) => {
    const sorted = values[side];
    if (sorted.length === 0) return `none in the ${side}`;
    const never = sorted.filter((value) => value === Infinity).length;
    const failed = never === 0 ? '' : `, ${percentWords(never / sorted.length)} never`;
    return `half within ${milliseconds(valueAt(sorted, 0.5))} and nine tenths within ${milliseconds(valueAt(sorted, 0.9))}${failed} in the ${side}`;
  });
  return `${what}: ${parts.join('; ')}.`;
}
