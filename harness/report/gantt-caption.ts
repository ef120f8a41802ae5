/** What the picture of two runs shows, in a sentence. */
import type { SpanClass } from '../profile/span-class.ts';
import type { TypicalTrace } from '../profile/typical-trace.ts';
import type { Side } from '../record/arm-result.ts';
import { formatNumber } from './format.ts';

interface Described {
  readonly side: Side;
  readonly trace: TypicalTrace;
  readonly plannedPathMs?: number;
}

const plural: Readonly<Record<SpanClass, string>> = {
  step: 'steps',
  call: 'calls',
  statement: 'statements',
  wait: 'waits',
  other: 'parts',
};

/** `baseline: 9 steps one after another, 3.1 s; candidate: 9 steps, up to 4 at once, 1.2 s.` */
export function ganttCaption(sides: readonly Described[]): string {
  return `${sides.map(ofSide).join('; ')}.`;
}

function ofSide({ side, trace, plannedPathMs }: Described): string {
  const planned =
    plannedPathMs === undefined ? '' : ` where ${milliseconds(plannedPathMs)} were planned`;
  const took = `${milliseconds(trace.durationUs / 1000)}${planned}`;
  const median = trace.of === 1 ? 'the only run' : `the median of ${trace.of} runs`;
  return `${side}: ${spread(trace)}${took} (${median})`;
}

/** Some ran at once for a moment only when it is a whole percent of the time. */
function spread({ atOnce }: TypicalTrace): string {
  if (!atOnce) return '';
  const { parts, most, share } = atOnce;
  const what = `${parts} ${plural[atOnce.class]}`;
  if (most === 1) return `${what} one after another, `;
  return `${what}, up to ${most} at once (two or more for ${formatNumber(Math.round(share * 100))} % of the time), `;
}

/** `1.24 s` or `31 ms`. */
export const milliseconds = (ms: number): string =>
  ms >= 1000 ? `${formatNumber(ms / 1000)} s` : `${formatNumber(ms)} ms`;
