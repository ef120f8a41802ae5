/** The ratio unit by unit in the order measured: does it wander, and is it made by a few? */
import type { UnitRatio } from '../compare/unit-ratios.ts';
import { quantile, sortedNumbers } from '../stats/quantile.ts';
import { mean } from '../stats/t-interval.ts';
import { colors } from './colors.ts';
import { figure } from './figure.ts';
import { fitLabel } from './fit-label.ts';
import { formatNumber } from './format.ts';
import { rule, text } from './ink.ts';
import { html, type Markup, nothing } from './markup.ts';
import { type Axis, linearAxis } from './scale.ts';

export interface MeasuredOrder {
  readonly name: string;
  readonly ratios: readonly UnitRatio[];
}

interface Row {
  readonly name: string;
  /** Geometric mean. */
  readonly middle: number;
  readonly units: readonly PlacedUnit[];
}

interface PlacedUnit extends UnitRatio {
  /** Logarithm of the distance to the mean. */
  readonly off: number;
  readonly isFar: boolean;
}

const width = 860;
const box = { left: 190, right: 690 };
const rowHeight = 40;
const most = 15;

/** Nothing where no scenario has two units. */
export function runOrder(scenarios: readonly MeasuredOrder[]): Markup {
  const rows = scenarios.filter(({ ratios }) => ratios.length > 1).map(rowOf);
  if (rows.length === 0) return nothing;
  const reach = Math.max(
    0.01,
    ...rows.flatMap(({ units }) => units.map(({ off }) => Math.abs(off))),
  );
  const y = linearAxis(-reach, reach, most, -most);
  return figure({
    title: 'Ratio of the median response, unit by unit',
    desc: `${rows.map(rowWords).join('; ')}.`,
    width,
    height: rows.length * rowHeight + 4,
    drawing: html`${rows.map((row, index) => drawRow(row, y, (index + 0.5) * rowHeight))}`,
    sentence: orderSentence(rows),
    note: `From left to right as they were measured, around the mean of their scenario; a row is ${percent(reach)} high on either side. Upright lines: a new launch. Ringed: further from the middle half than 1.5 times its width (Tukey); they count like all others.`,
    values: {
      head: ['scenario', 'units', 'mean', 'least', 'largest', 'ringed'],
      rows: rows.map(({ name, middle, units }) => [
        name,
        String(units.length),
        formatNumber(middle),
        formatNumber(Math.min(...units.map(({ value }) => value))),
        formatNumber(Math.max(...units.map(({ value }) => value))),
        String(farOf(units)),
      ]),
    },
  });
}

function rowOf({ name, ratios }: MeasuredOrder): Row {
  const logs = ratios.map(({ value }) => Math.log(value));
  const middle = mean(logs);
  const sorted = sortedNumbers(logs);
  const [lower, upper] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const fence = 1.5 * (upper - lower);
  const units = ratios.map((ratio, index) => {
    const log = logs[index] ?? middle;
    const isFar = log < lower - fence || log > upper + fence;
    return { ...ratio, off: log - middle, isFar };
  });
  return { name, middle: Math.exp(middle), units };
}

const farOf = (units: readonly PlacedUnit[]): number => units.filter(({ isFar }) => isFar).length;

/** Dots are lines of no length with round ends. */
function drawRow({ name, middle, units }: Row, y: Axis, at: number): Markup {
  const x = linearAxis(-0.5, units.length - 0.5, box.left, box.right);
  const placed = units.map((unit, index) => ({ ...unit, x: x.at(index), y: at + y.at(unit.off) }));
  const launches = placed.flatMap(({ launch }, index) =>
    index > 0 && launch !== units[index - 1]?.launch
      ? [`M${x.at(index - 0.5)} ${at - most}v${2 * most}`]
      : [],
  );
  const rings = placed
    .filter(({ isFar }) => isFar)
    .map((unit) => html`<circle cx="${unit.x}" cy="${unit.y}" r="5"/>`);
  return html`${text(0, at + 4, fitLabel(name, box.left - 14), { color: 'ink' })}${rule(`M${box.left} ${at}H${box.right}${launches.join('')}`, 'grid')}<path d="${placed.map((unit) => `M${unit.x} ${unit.y}h0`).join('')}" fill="none" stroke="${colors.candidate}" stroke-width="4" class="s-candidate" stroke-linecap="round"/>${rings.length === 0 ? nothing : html`<g fill="none" stroke="${colors.ink}" class="s-ink">${rings}</g>`}${text(box.right + 12, at + 4, `${formatNumber(middle)}, ${units.length} units`)}
`;
}

const percent = (log: number): string => `${formatNumber((Math.exp(log) - 1) * 100)} %`;

/** How far units typically are from the mean: of half of them, at most so much. */
const typicalOff = ({ units }: Row): number =>
  quantile(sortedNumbers(units.map(({ off }) => Math.abs(off))), 0.5);

const rowWords = (row: Row): string =>
  `${row.name}: ${formatNumber(row.middle)} in ${row.units.length} units, half of them within ${percent(typicalOff(row))}`;

function orderSentence(rows: readonly Row[]): string {
  const [calm, ...others] = [...rows].sort((a, b) => typicalOff(a) - typicalOff(b));
  const wild = others.at(-1);
  if (!calm) return '';
  const units = rows.reduce((sum, row) => sum + row.units.length, 0);
  const far = rows.reduce((sum, row) => sum + farOf(row.units), 0);
  const kept = `${far} of ${units} units ${far === 1 ? 'lies' : 'lie'} far from the others of the scenario.`;
  const spread = wild
    ? `Half of the units are within ${percent(typicalOff(calm))} of the mean ratio in ${calm.name}, the calmest, and within ${percent(typicalOff(wild))} in ${wild.name}.`
    : `Half of the units are within ${percent(typicalOff(calm))} of the mean ratio, which is ${formatNumber(calm.middle)}.`;
  return `${spread} ${kept}`;
}
