/** What was asked for, answered and going on inside the servers: lanes on one clock, both sides overlaid. */
import type { ArmResult } from '../record/arm-result.ts';
import type { MetricName } from '../record/metric.ts';
import type { RunScenario } from '../record/run.ts';
import { changeWords } from './change-words.ts';
import { type Clock, clockOf, type Moment, momentsOf } from './clock.ts';
import type { Detail } from './detail.ts';
import { figure } from './figure.ts';
import { formatNumber, metricTitle } from './format.ts';
import { answersOf, heatHeight, heatMaps } from './heat-map.ts';
import { fill, rule, stroke, text } from './ink.ts';
import { drawLanes, laneHeight, laneInk, mostOf, type Series } from './lane-line.ts';
import { html, type Markup, nothing } from './markup.ts';
import { plot, sides } from './plot.ts';
import { rateLanes } from './rate-lanes.ts';
import { type Axis, linearAxis } from './scale.ts';
import { type Lane, serverLanes } from './server-lanes.ts';
import { type DrawnLane, timelineValues } from './timeline-values.ts';

interface Drawing {
  readonly cutMs: number;
  readonly detail: Detail;
  /** The sides were not measured in turns. */
  readonly apart: boolean;
}

/** Draws valid arms only, and nothing where all lanes stay at zero. */
export function timelines(
  scenario: RunScenario,
  arms: readonly ArmResult[],
  { cutMs, detail, apart }: Drawing,
): Markup {
  const clock = clockOf(arms.filter(({ validity }) => validity.state === 'valid'));
  const { achieved, failed, offered } = rateLanes(clock);
  const rates = drawnOf(clock, [achieved, failed]);
  const inside = drawnOf(clock, serverLanes);
  if (rates.length + inside.length === 0 || !(clock.seconds > 0)) return nothing;
  const x = linearAxis(0, clock.seconds, plot.left, plot.right, 8);
  const answers = bothSides(clock, answersOf);
  const hasAnswers = sides.some((side) => answers[side].length > 0);
  const heatTop = rates.length * laneHeight;
  const insideTop = heatTop + (hasAnswers ? 2 * heatHeight : 0);
  const bottom = insideTop + inside.length * laneHeight;
  const askedFor = ({ title }: DrawnLane) =>
    title === achieved.title ? askedOf(clock, offered) : [];
  const placed = [...stacked(rates, 0), ...stacked(inside, insideTop)];
  const lanes = placed.map(([lane, top]) =>
    laneInk({ ...lane, x, top, asked: askedFor(lane), columns: detail.columns }),
  );
  const times = { title: 'response time, median', unit: 'ms', stands: 'middle' as const };
  const all = [...rates, ...(hasAnswers ? [{ ...times, series: answers }] : []), ...inside];
  return figure({
    title: `${scenario.name}: over time`,
    desc: `${all.map(describe).join('; ')}.`,
    width: plot.width,
    height: bottom + 24,
    attributes: html` data-crosshair="" data-from="${plot.left}" data-to="${plot.right}" data-first="0" data-last="${Math.round(clock.seconds * 1000) / 1000}"`,
    drawing: html`${ground(clock, x, bottom, cutMs)}${drawLanes(lanes)}${heatMaps(clock, x, heatTop, detail.cells)}
${placed.flatMap(([lane, top]) => ticks(clock, lane, top, x))}
${x.ticks.map((tick) => text(x.at(tick), bottom + 16, `${formatNumber(tick)} s`, { anchor: 'middle' }))}`,
    sentence: insideSentence(scenario),
    note: noteOf(clock, cutMs, apart),
    values: timelineValues(all, clock.seconds, detail.moments),
  });
}

/** Each with where it begins. */
const stacked = (lanes: readonly DrawnLane[], top: number) =>
  lanes.map((lane, index) => [lane, top + index * laneHeight] as const);

const bothSides = (clock: Clock, of: (arm: ArmResult) => readonly Moment[]) => ({
  baseline: momentsOf(clock, 'baseline', of),
  candidate: momentsOf(clock, 'candidate', of),
});

/** Those in which something was ever above 0. */
const drawnOf = (clock: Clock, lanes: readonly Lane[]): readonly DrawnLane[] =>
  lanes
    .map((lane) => ({ ...lane, series: bothSides(clock, lane.of) }))
    .filter(({ series }) =>
      sides.some((side) => series[side].some((arm) => arm.some(({ value }) => value > 0))),
    );

/** Both sides were asked for the same: of either arm, whichever is there. */
const askedOf = (clock: Clock, offered: (arm: ArmResult) => readonly Moment[]): Series => {
  const one = clock.slots.map((slot) => {
    const arm = slot.arms.baseline ?? slot.arms.candidate;
    return { ...slot, arms: { ...(arm && { baseline: arm }) } };
  });
  return momentsOf({ ...clock, slots: one }, 'baseline', offered);
};

const leastArmPx = 14;

/** Borders of arms where there is room for them, else of launches; the start that does not count is shaded. */
function ground({ slots }: Clock, x: Axis, bottom: number, cutMs: number): Markup {
  const px = (from: number, to: number) => Math.round((x.at(to) - x.at(from)) * 10) / 10;
  const borders = slots.filter(
    ({ start, seconds, launch }, index) =>
      index > 0 &&
      (px(start, start + seconds) >= leastArmPx || launch !== slots[index - 1]?.launch),
  );
  const cut = slots.map(({ start, seconds }) => {
    const wide = px(start, start + Math.min(seconds, cutMs / 1000));
    return wide < 1 ? '' : `M${x.at(start)} 16h${wide}V${bottom}h-${wide}z`;
  });
  return html`${fill(cut.join(''), 'quiet', 0.1)}${rule(borders.map(({ start }) => `M${x.at(start)} 16V${bottom}`).join(''), 'grid')}
`;
}

/** Short lines under a lane, the candidate's longer. */
function ticks(clock: Clock, { ticks: of }: DrawnLane, top: number, x: Axis): readonly Markup[] {
  if (!of) return [];
  const y = top + laneHeight - 11;
  return sides.map((side) => {
    const at = momentsOf(clock, side, of).flat();
    const places = new Set(at.map(({ seconds }) => Math.round(x.at(seconds))));
    const d = [...places].map((place) => `M${place} ${y}v${side === 'baseline' ? 4 : 7}`).join('');
    return stroke(d, { color: side, width: 1.5 });
  });
}

function describe({ title, unit, series }: DrawnLane): string {
  const most = (side: (typeof sides)[number]) =>
    series[side].length === 0
      ? `not known of the ${side}`
      : `${formatNumber(mostOf(series[side]))} ${unit}`.trim().concat(` in the ${side}`);
  return `${title}: at most ${most('baseline')}, ${most('candidate')}`;
}

const told: readonly MetricName[] = [
  'throughput',
  'loop.lag.p99',
  'loop.utilization',
  'pool.wait.p95',
  'pool.waiting.max',
  'ws.messagesPerOperation',
  'ws.buffered.max',
  'cpu.msPerOperation',
  'memory.rss.max',
];

/** What of it is proven, and what is not. */
function insideSentence({ metrics }: RunScenario): string {
  const measured = told.flatMap((name) => {
    const each = metrics[name];
    return each
      ? [{ title: metricTitle(name), words: changeWords(each), verdict: each.verdict }]
      : [];
  });
  const proven = measured.filter(({ verdict }) => verdict === 'faster' || verdict === 'slower');
  const open = measured.filter(({ verdict }) => verdict === 'unsure');
  const list = (some: typeof measured) =>
    some.map(({ title, words }) => `${title}: ${words}`).join('; ');
  if (measured.length === 0) return 'Nothing of what is drawn here was compared.';
  const first =
    proven.length === 0
      ? 'No difference between the sides is proven of what is drawn here.'
      : `Of the candidate: ${list(proven)}.`;
  return open.length === 0 ? first : `${first} Not proven: ${list(open)}.`;
}

function noteOf({ slots }: Clock, cutMs: number, apart: boolean): string {
  const cut = cutMs > 0 ? ' Shaded: the start of each arm, which does not count.' : '';
  const arms =
    slots.length === 1 ? 'One arm a side' : `${slots.length} arms a side one after the other`;
  const beside = apart
    ? 'the sides were measured apart, and what stands at one moment belongs together by nothing'
    : 'arms that did the same work begin together';
  return `${arms}, the time between them and invalid ones left out; ${beside}. Thin: baseline; thick: candidate; a band is from least to most, its line the median.${cut} Ticks under the heap: full garbage collections.`;
}
