/** Are the limits kept, proven broken, or is it too early to tell? */
import type { Side } from '../record/arm-result.ts';
import type { GateLimit, RunScenario } from '../record/run.ts';
import type { LaunchCounts, LaunchStalls } from '../run/events.ts';
import { rateExceeds } from '../stats/exact-binomial.ts';
import { drawFlips, type Flips, maxTPValues } from '../stats/max-t.ts';
import { overDispersionPValue } from '../stats/over-dispersion.ts';
import { type Contrast, contrastOf, mirrored, weightedRatio } from './contrast.ts';
import { exactCounts } from './exact-count.ts';
import type { Limit } from './limit.ts';
import type { GateUnit } from './unit-values.ts';

export interface GateMaterial {
  readonly units: readonly GateUnit[];
  /** Of each launch that has ended. */
  readonly stalls: readonly LaunchStalls[];
  readonly counts: readonly LaunchCounts[];
  /** The figures of both sides, for limits on one side alone. */
  readonly metrics: RunScenario['metrics'];
  /** A one-sided p-value up to this decides. */
  readonly level: number;
  /** In [0, 1), from the run's seed. */
  readonly random: () => number;
}

/** The part of the level that the test of stalls has to itself: it is no statistic over units. */
const stallShare = 0.1;
/** So that a p-value can be a tenth of the level. */
const flipsOf = (level: number): number => Math.max(9_999, Math.ceil(10 / level));
/** Launches that differ by more than their units tell make units no independent evidence. */
const dispersionLevel = 0.01;
/** For a test at 1 %, so many flips are enough. */
const dispersionFlips = 2_000;

/** What is left of the level for all limits of ratios together. */
export const brokenLevel = (level: number): number => level * (1 - stallShare);

/** One result a limit, in their order. */
export function judgeLimits(
  limits: readonly Limit[],
  material: GateMaterial,
): readonly GateLimit[] {
  const { units, level, random } = material;
  const flips = drawFlips(units.length, flipsOf(level), random);
  const exact = new Map(limits.map((limit) => [limit, judgeCounts(limit, material)]));
  const contrasts = limits
    .filter((limit) => isTested(limit) && !exact.get(limit))
    .map((limit) => contrastOf(limit, units));
  const tested = contrasts.filter((contrast) => withoutTest(contrast, level) === null);
  const broken = maxTPValues(
    tested.flatMap(({ statistics }) => statistics),
    flips,
  );
  return limits.map((limit): GateLimit => {
    if (limit.metric === 'loop.stalls' && limit.of === 'ratio') return judgeStalls(limit, material);
    const counted = exact.get(limit);
    if (counted) return counted;
    const contrast = contrasts.find((each) => each.limit === limit);
    if (!contrast) return judgeFigure(limit, material);
    const index = tested.indexOf(contrast);
    const brokenP = Math.min(...broken.slice(2 * index, 2 * index + 2));
    return withoutTest(contrast, level) ?? judgeContrast(contrast, brokenP, flips, material);
  });
}

export const isTested = ({ of, metric }: Limit): boolean =>
  of === 'ratio' && metric !== 'loop.stalls';

/** Null where nothing exact is known, or there is nothing to count. */
function judgeCounts(limit: Limit, { counts }: GateMaterial): GateLimit | null {
  const exact = limit.of === 'ratio' ? exactCounts(counts, limit.metric) : null;
  if (exact === null || exact.baseline + exact.candidate === 0) return null;
  const value = exact.candidate / exact.baseline;
  const isKept = limit.atMost ? value <= limit.bound : value >= limit.bound;
  return {
    limit: limit.text,
    metric: limit.metric,
    state: isKept ? 'kept' : 'broken',
    // Something in place of nothing has no ratio.
    measured: Number.isFinite(value) ? { value, lo: value, hi: value } : null,
    pValue: null,
    reason: `exact: ${formatCount(exact.baseline)} of the baseline, ${formatCount(exact.candidate)} of the candidate an operation, the same in ${counts.length} launches`,
  };
}

const formatCount = (count: number): string => `${Math.round(count * 1000) / 1000}`;

/** What neither side has is not judged; what cannot be tested yet is unsure, and never passes. */
function withoutTest({ limit, valued, launches }: Contrast, level: number): GateLimit | null {
  if (valued === 0) return notJudged(limit, 'neither side has it here');
  const unsure = (reason: string): GateLimit => ({ ...notJudged(limit, reason), state: 'unsure' });
  const pairs = launches.length;
  if (pairs < valued) {
    return unsure(`it is 0 in ${valued - pairs} of ${valued} units, which has no ratio`);
  }
  // With n units no one-sided p-value is below 2^-n.
  const needed = Math.ceil(-Math.log2(brokenLevel(level)));
  return pairs < needed ? unsure(`${pairs} units; ${needed} are needed: measure longer`) : null;
}

function judgeContrast(
  contrast: Contrast,
  brokenP: number,
  flips: Flips,
  { level, random }: GateMaterial,
): GateLimit {
  const { limit, statistics, launches } = contrast;
  const measured = weightedRatio(contrast, random);
  const said = { limit: limit.text, metric: limit.metric, measured };
  const apart = overDispersionPValue(statistics[0], launches, flips.slice(0, dispersionFlips));
  if (apart <= dispersionLevel) {
    const reason = `launches differ by more than their units tell (p = ${apart.toPrecision(2)}): more launches are needed`;
    return { ...said, state: 'unsure', pValue: null, reason };
  }
  if (isExactlyKept(contrast)) {
    return { ...said, state: 'kept', pValue: null, reason: 'the same in every unit' };
  }
  if (brokenP <= brokenLevel(level)) return { ...said, state: 'broken', pValue: brokenP };
  const keptP = Math.min(...maxTPValues(statistics.map(mirrored), flips));
  if (keptP <= level) return { ...said, state: 'kept', pValue: keptP };
  const reason = whatWouldSettle(limit.bound, measured);
  return { ...said, state: 'unsure', pValue: Math.min(brokenP, keptP), reason };
}

/** A count that is the same on both sides in every unit is kept at equality, where no test tells. */
const isExactlyKept = ({ statistics: [{ differences }] }: Contrast): boolean =>
  differences.every((difference) => Math.abs(difference) < rounding);

const rounding = 1e-9;

/** More than this many times as long is no advice. */
const longest = 20;

/** The smallest effect that is excluded, and how much longer would decide: intervals narrow by roots. */
export function whatWouldSettle(bound: number, measured: GateLimit['measured']): string {
  if (measured === null) return 'more units are needed';
  const { value, lo, hi } = measured;
  const excluded = `only a ratio above ${hi.toFixed(3)} or below ${lo.toFixed(3)} is excluded`;
  const halfWidth = Math.log(hi / lo) / 2;
  const times = (halfWidth / Math.log(value / bound)) ** 2;
  if (!(times <= longest))
    return `${excluded}: too close to the limit to be settled by measuring longer`;
  return `${excluded}: about ${Math.max(1.5, times).toFixed(1)} times as long would settle it`;
}

/** Stalls are few: their number is compared with how long each side was watched. */
function judgeStalls(limit: Limit, { stalls, level }: GateMaterial): GateLimit {
  const baseline = sumOf(stalls, 'baseline');
  const candidate = sumOf(stalls, 'candidate');
  if (!baseline || !candidate) return notJudged(limit, 'no probe in both servers');
  const words = `${baseline.count} of the baseline, ${candidate.count} of the candidate over 50 ms`;
  const said = { limit: limit.text, metric: limit.metric, measured: null, reason: words };
  const pValue = rateExceeds(baseline, candidate, limit.bound);
  if (pValue <= level * stallShare) return { ...said, state: 'broken', pValue };
  // Too few to prove anything: what matters is that there are not more of them.
  return { ...said, state: 'kept', pValue };
}

/** Null when a launch did not tell. */
function sumOf(stalls: readonly LaunchStalls[], side: Side) {
  const counts = stalls.flatMap((launch) => launch[side] ?? []);
  if (counts.length < stalls.length || counts.length === 0) return null;
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    exposure: counts.reduce((sum, { watchedMs }) => sum + watchedMs, 0),
  };
}

/** A limit on one side's own figure: by the interval of that figure. */
function judgeFigure(limit: Limit, { metrics }: GateMaterial): GateLimit {
  const measured = metrics[limit.metric];
  const figure = limit.of === 'ratio' ? null : measured?.[limit.of];
  if (!figure) return notJudged(limit, measured?.reason ?? 'it was not measured');
  const { value, lo, hi } = figure;
  const said = {
    limit: limit.text,
    metric: limit.metric,
    measured: { value, lo, hi },
    pValue: null,
  };
  const [inside, outside] = limit.atMost
    ? [hi <= limit.bound, lo > limit.bound]
    : [lo >= limit.bound, hi < limit.bound];
  if (inside || outside) return { ...said, state: inside ? 'kept' : 'broken' };
  return { ...said, state: 'unsure', reason: 'the limit lies inside the interval: measure longer' };
}

const notJudged = ({ text, metric }: Limit, reason: string): GateLimit => ({
  limit: text,
  metric,
  state: 'not judged',
  measured: null,
  pValue: null,
  reason,
});
