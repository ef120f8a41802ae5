/** Are the limits kept, proven broken, or is it too early to tell? */
import type { Load } from '../config/scenario.ts';
import type { Side } from '../record/arm-result.ts';
import type { GateLimit, RunScenario } from '../record/run.ts';
import type { LaunchStalls } from '../run/events.ts';
import { calmnessWeights } from '../stats/calmness.ts';
import { rateExceeds } from '../stats/exact-binomial.ts';
import { drawFlips, type Flips, maxTPValues, type Statistic } from '../stats/max-t.ts';
import type { Limit } from './limit.ts';
import { type UnitArms, unitValue } from './unit-values.ts';

export interface GateMaterial {
  readonly units: readonly UnitArms[];
  readonly load: Load;
  /** Of each launch that has ended. */
  readonly stalls: readonly LaunchStalls[];
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
/** A ratio of no failures to some is beyond all bounds: a hundred. */
const largestLog = Math.log(100);

/** One result a limit, in their order. */
export function judgeLimits(
  limits: readonly Limit[],
  material: GateMaterial,
): readonly GateLimit[] {
  const { units, level, random } = material;
  const flips = drawFlips(units.length, flipsOf(level), random);
  const ratios = limits.filter(isTested).map((limit) => contrastOf(limit, material));
  const valued = ratios.filter(({ missing }) => missing === null);
  const broken = maxTPValues(
    valued.flatMap(({ statistics }) => statistics),
    flips,
  );
  return limits.map((limit): GateLimit => {
    if (limit.metric === 'loop.stalls' && limit.of === 'ratio') return judgeStalls(limit, material);
    const index = valued.findIndex((contrast) => contrast.limit === limit);
    const contrast = ratios.find((each) => each.limit === limit);
    if (!contrast) return judgeFigure(limit, material);
    if (contrast.missing !== null) return contrast.missing;
    const brokenP = Math.min(...broken.slice(2 * index, 2 * index + 2));
    return judgeContrast(contrast, brokenP, flips, material);
  });
}

const isTested = ({ of, metric }: Limit): boolean => of === 'ratio' && metric !== 'loop.stalls';

/** A limit of a ratio as two statistics: how far beyond the bound each unit is, by calmness and evenly. */
interface Contrast {
  readonly limit: Limit;
  readonly statistics: readonly Statistic[];
  /** In place of a judgement. */
  readonly missing: GateLimit | null;
}

function contrastOf(limit: Limit, { units, load, level }: GateMaterial): Contrast {
  const values = units.flatMap((unit) => unitValue(unit, limit.metric, load) ?? []);
  const pairs = values.filter(({ baseline, candidate }) => baseline > 0 && candidate > 0);
  const missing = withoutTest(limit, values.length, pairs.length, level);
  const sign = limit.atMost ? 1 : -1;
  const differences = pairs.map((pair) => sign * (logRatio(pair) - Math.log(limit.bound)));
  const levels = pairs.map(({ baseline, candidate }) => (logOf(baseline) + logOf(candidate)) / 2);
  const even = differences.map(() => 1);
  const statistics = [
    { differences, weights: calmnessWeights(levels) },
    { differences, weights: even },
  ];
  return { limit, statistics, missing };
}

/** What neither side has is not judged; what cannot be tested yet is unsure, and never passes. */
function withoutTest(limit: Limit, values: number, pairs: number, level: number): GateLimit | null {
  if (values === 0) return notJudged(limit, 'neither side has it here');
  const unsure = (reason: string): GateLimit => ({ ...notJudged(limit, reason), state: 'unsure' });
  if (pairs < values) {
    return unsure(`it is 0 in ${values - pairs} of ${values} units, which has no ratio`);
  }
  // With n units no one-sided p-value is below 2^-n.
  const needed = Math.ceil(-Math.log2(level * (1 - stallShare)));
  return pairs < needed ? unsure(`${pairs} units; ${needed} are needed: measure longer`) : null;
}

const logOf = (value: number): number => Math.log(Math.min(value, Number.MAX_VALUE));

function logRatio({ baseline, candidate }: Readonly<Record<Side, number>>): number {
  if (baseline === candidate) return 0;
  return Math.max(-largestLog, Math.min(largestLog, logOf(candidate) - logOf(baseline)));
}

function judgeContrast(
  { limit, statistics }: Contrast,
  brokenP: number,
  flips: Flips,
  { level, metrics }: GateMaterial,
): GateLimit {
  const ratio = metrics[limit.metric]?.ratio ?? null;
  const shown = ratio && { value: ratio.value, lo: ratio.lo, hi: ratio.hi };
  const said = { limit: limit.text, metric: limit.metric, measured: shown };
  if (brokenP <= level * (1 - stallShare)) return { ...said, state: 'broken', pValue: brokenP };
  const mirrored = statistics.map(({ differences, weights }) => ({
    differences: differences.map((difference) => -difference),
    weights,
  }));
  const keptP = Math.min(...maxTPValues(mirrored, flips));
  if (keptP <= level) return { ...said, state: 'kept', pValue: keptP };
  return {
    ...said,
    state: 'unsure',
    pValue: Math.min(brokenP, keptP),
    reason: whatIsExcluded(ratio),
  };
}

const whatIsExcluded = (ratio: { readonly lo: number; readonly hi: number } | null): string =>
  ratio === null
    ? 'more units are needed'
    : `only a ratio above ${ratio.hi.toFixed(3)} or below ${ratio.lo.toFixed(3)} is excluded: measure longer`;

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
