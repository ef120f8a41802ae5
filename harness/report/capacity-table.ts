/** The end of a search of capacity in a terminal. */
import type { Capacity, CapacityLevel, CapacitySide } from '../record/capacity.ts';
import { neededValues } from '../stats/quantile-interval.ts';
import { formatNumber } from './format.ts';

/** Without colours; a pair stands side by side. */
export function renderCapacity(capacity: Capacity): string {
  const { sides, stepSeconds, warnings } = capacity;
  const blocks = [
    ...closedLoopBlock(sides, stepSeconds),
    ...sides.flatMap(levelsBlock),
    ...resultBlock(capacity),
    ...warnings,
    ...endWords(capacity),
  ];
  return blocks.join('\n');
}

function endWords({ partial, failure }: Capacity): string[] {
  if (failure) return [`It ended early: ${failure.message}`];
  return partial ? ['It was interrupted: this is what had been measured.'] : [];
}

function closedLoopBlock(sides: readonly CapacitySide[], stepSeconds: number): string[] {
  const rows = Math.max(...sides.map(({ saturation }) => saturation.steps.length));
  if (rows === 0) return [];
  const head = sides.flatMap((side) => [`${titleOf(side)}: completed`, 'failed', 'generator']);
  const lines = Array.from({ length: rows }, (_, index) => [
    `${2 ** index}`,
    ...sides.flatMap(({ saturation }) => closedLoopCells(saturation.steps[index])),
  ]);
  const title = `Closed loop, ${stepSeconds} s a step: each connection asks again once it is answered`;
  return [title, ...aligned([['connections', ...head], ...lines]), ''];
}

function closedLoopCells(step: CapacitySide['saturation']['steps'][number] | undefined): string[] {
  if (!step) return ['', '', ''];
  const failed = step.failures.reduce((sum, { count }) => sum + count, 0);
  const completed = step.brokenOff ? 'broken off' : aSecond(step.perSecond);
  return [completed, formatNumber(failed), percent(step.generatorUtilization)];
}

function levelsBlock(side: CapacitySide): string[] {
  const { levels, saturation } = side;
  if (levels.length === 0) return [];
  const head = ['rate', 'of best', 'completed', 'P50', 'P95', 'P99', 'generator', 'helper core'];
  const best = saturation.best?.perSecond ?? null;
  const lines = levels.map((level) => [...levelCells(level, best), keptWords(level)]);
  const title = `Open loop, ${titleOf(side)}: planned rates, response time from the planned moment`;
  return [title, ...aligned([[...head, 'kept up'], ...lines]), ''];
}

function levelCells(level: CapacityLevel, best: number | null): string[] {
  const { p50, p95, p99 } = level.response;
  return [
    aSecond(level.ratePerSecond),
    best === null ? '-' : percent(level.ratePerSecond / best),
    aSecond(level.completedPerSecond),
    ...[p50, p95, p99].map(milliseconds),
    percent(level.generatorUtilization),
    level.helperCoreBusy === null ? '-' : percent(level.helperCoreBusy),
  ];
}

function keptWords({ state, why }: CapacityLevel): string {
  if (state === 'kept up') return 'yes';
  return state === 'fell behind' ? `no: ${why}` : `not judged: ${why}`;
}

function resultBlock({ sides, kneeRatio, scenario }: Capacity): string[] {
  const row = (title: string, cell: (side: CapacitySide) => string) => [title, ...sides.map(cell)];
  const knee = row('knee: highest rate kept up with', kneeWords);
  const rows = [
    [`Capacity in ${scenario.name}`, ...sides.map(titleOf)],
    row('closed loop, best', bestWords),
    kneeRatio === null ? knee : [...knee, `candidate / baseline: ${formatNumber(kneeRatio)}`],
    ...([50, 95, 99] as const).map((p) =>
      row(`response time P${p} at the knee`, (side) => kneeResponse(side, p)),
    ),
    row('useful WebSocket units', (side) => usefulWords(side)),
    row('WebSocket messages', ({ webSocket }) =>
      webSocket ? aSecond(webSocket.messagesPerSecond) : '-',
    ),
  ];
  const reasons = sides.flatMap((side) =>
    side.kneeReason === null ? [] : [`${titleOf(side)}: ${side.kneeReason}`],
  );
  const once = kneeRatio === null ? [] : [onceSentence];
  return [...aligned(rows), '', ...reasons, ...once];
}

/** A command is too long to head a column. */
const titleOf = ({ side, variant }: CapacitySide): string =>
  variant.name.length > 16 ? side : variant.name;

const onceSentence =
  'The ratio of the knees is that of one run and has no interval: tandem compare says whether a difference is one.';

function bestWords({ saturation: { best, reason } }: CapacitySide): string {
  return best ? `${aSecond(best.perSecond)} with ${best.connections}` : (reason ?? '-');
}

function kneeWords({ knee }: CapacitySide): string {
  if (!knee) return 'none';
  return `${knee.atLeast ? 'at least ' : ''}${aSecond(knee.ratePerSecond)}`;
}

function kneeResponse({ knee }: CapacitySide, p: 50 | 95 | 99): string {
  if (!knee) return '-';
  const ms = knee.response[`p${p}`];
  if (ms !== null) return milliseconds(ms);
  return `${knee.operations} values, ${neededValues(p / 100)} are needed`;
}

function usefulWords({ webSocket, levels }: CapacitySide): string {
  if (webSocket) {
    return `${aSecond(webSocket.usefulPerSecond)} at ${aSecond(webSocket.ratePerSecond)}`;
  }
  if (levels.length === 0) return '-';
  const counted = levels.some((level) => level.webSocket !== null);
  return counted ? 'at no rate that was kept up with' : 'this scenario counts none';
}

const aSecond = (value: number): string => `${formatNumber(value)}/s`;

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function milliseconds(ms: number | null): string {
  if (ms === null) return '-';
  return ms >= 1000 ? `${formatNumber(ms / 1000)} s` : `${formatNumber(ms)} ms`;
}

/** Each column as wide as its widest cell, but the last. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
}
