/** What went on inside the servers, arm after arm: five lanes on one clock, both sides overlaid. */
import type { ArmResult, Side, TimelinePoint } from '../record/arm-result.ts';
import { colors } from './colors.ts';
import { figure } from './figure.ts';
import { formatNumber } from './format.ts';
import { html, type Markup, nothing } from './markup.ts';
import { type Axis, linearAxis, linePath } from './scale.ts';

interface Lane {
  readonly title: string;
  readonly unit: string;
  readonly value: (point: TimelinePoint) => number;
}

const lanes: readonly Lane[] = [
  { title: 'event-loop lag, largest in 250 ms', unit: 'ms', value: (point) => point.lagMaxMs },
  { title: 'connections in use', unit: '', value: (point) => point.poolInUse },
  { title: 'WebSocket messages in 250 ms', unit: '', value: (point) => point.wsMessages },
  { title: 'CPU', unit: 'cores', value: (point) => point.cpuCores },
  { title: 'resident memory', unit: 'MiB', value: (point) => point.rssBytes / 2 ** 20 },
];

const width = 860;
const laneHeight = 78;
const box = { left: 70, right: 770 };
/** Points drawn of a side at most; of more, the largest of each group is drawn. */
const columns = 300;

interface SidePoint {
  /** Seconds since the side's first arm began; the time between its arms is left out. */
  readonly seconds: number;
  readonly point: TimelinePoint;
}

export function timelines(title: string, arms: readonly ArmResult[]): Markup {
  const sides = { baseline: pointsOf(arms, 'baseline'), candidate: pointsOf(arms, 'candidate') };
  const all = [...sides.baseline, ...sides.candidate];
  const drawn = lanes.filter((lane) => all.some(({ point }) => lane.value(point) > 0));
  if (drawn.length === 0) return nothing;
  const longest = Math.max(...all.map(({ seconds }) => seconds));
  const x = linearAxis(0, longest, box.left, box.right);
  const height = drawn.length * laneHeight + 24;
  const words = `${drawn.map((lane) => describe(lane, sides)).join('; ')}.`;
  const drawing = html`${drawn.map((lane, index) => drawLane(lane, sides, x, index * laneHeight))}
${x.ticks.map((tick) => html`<text x="${x.at(tick)}" y="${height - 6}" text-anchor="middle" fill="${colors.quiet}" class="f-quiet">${tick} s</text>`)}`;
  const values = { head: [], rows: [] };
  return figure({ title, desc: words, width, height, drawing, sentence: words, values });
}

function pointsOf(arms: readonly ArmResult[], side: Side): readonly SidePoint[] {
  let before = 0;
  return arms.flatMap((arm) => {
    if (arm.side !== side || !arm.server) return [];
    const start = before;
    before += (arm.load.endedUs - arm.load.startedUs) / 1e6;
    return arm.server.timeline.map((point) => ({
      seconds: start + Math.max(0, point.atUs - arm.load.startedUs) / 1e6,
      point,
    }));
  });
}

type Sides = Readonly<Record<Side, readonly SidePoint[]>>;

function drawLane(lane: Lane, sides: Sides, x: Axis, top: number): Markup {
  const largest = Math.max(
    ...[...sides.baseline, ...sides.candidate].map(({ point }) => lane.value(point)),
  );
  const y = linearAxis(0, largest, top + laneHeight - 14, top + 20);
  const side = (name: Side) =>
    html`<path d="${linePath(thinned(sides[name], lane, x, y))}" fill="none" stroke="${colors[name]}" stroke-width="${name === 'baseline' ? '1' : '2'}" class="s-${name}"/>`;
  return html`<text x="${box.left}" y="${top + 12}" font-weight="600" fill="${colors.ink}" class="f-ink">${lane.title}</text>
<text x="${box.left - 6}" y="${top + 24}" text-anchor="end" fill="${colors.quiet}" class="f-quiet">${formatNumber(largest)} ${lane.unit}</text>
<line x1="${box.left}" x2="${box.right}" y1="${top + laneHeight - 14}" y2="${top + laneHeight - 14}" stroke="${colors.grid}" class="s-grid"/>
${side('baseline')}${side('candidate')}`;
}

function thinned(
  points: readonly SidePoint[],
  lane: Lane,
  x: Axis,
  y: Axis,
): readonly [number, number][] {
  const size = Math.max(1, Math.ceil(points.length / columns));
  const groups: [number, number][] = [];
  for (let from = 0; from < points.length; from += size) {
    const group = points.slice(from, from + size);
    const largest = Math.max(...group.map(({ point }) => lane.value(point)));
    groups.push([x.at(group[0]?.seconds ?? 0), y.at(largest)]);
  }
  return groups;
}

function describe(lane: Lane, sides: Sides): string {
  const most = (side: Side) =>
    formatNumber(Math.max(0, ...sides[side].map(({ point }) => lane.value(point))));
  return `${lane.title}: at most ${most('baseline')} ${lane.unit} in the baseline, ${most('candidate')} ${lane.unit} in the candidate`;
}
