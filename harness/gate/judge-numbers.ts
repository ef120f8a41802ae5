/** Limits on what is counted, not sampled: operations' causes one by one, and stalls. */
import type { Side } from '../record/arm-result.ts';
import type { GateLimit } from '../record/run.ts';
import type { LaunchCounts, LaunchStalls, StallCount } from '../run/events.ts';
import { rateExceeds } from '../stats/exact-binomial.ts';
import { exactCounts } from './exact-count.ts';
import type { Limit } from './limit.ts';
import { allowsEqual, type GateMaterial, notJudged, stallLevel } from './material.ts';

/** Null where nothing exact is known, or there is nothing to count. */
export function judgeCounts(limit: Limit, counts: readonly LaunchCounts[]): GateLimit | null {
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

/**
 * Stalls are few: their rates, by how long each side was watched, are held against the bound by an exact
 * test. Noise of the machine comes in bursts, so that a side is only blamed when every launch that has
 * a stall, and more than one, says the same; quiet launches say nothing.
 */
export function judgeStalls(limit: Limit, { stalls, level, last }: GateMaterial): GateLimit {
  const baseline = sumOf(stalls, 'baseline');
  const candidate = sumOf(stalls, 'candidate');
  if (!baseline || !candidate) return notJudged(limit, 'no probe in both servers');
  const reason = `${baseline.count} of the baseline, ${candidate.count} of the candidate over 50 ms`;
  const said = { limit: limit.text, metric: limit.metric, measured: null, reason };
  const { brokenP, keptP, beyond } = holdRates(limit, baseline, candidate);
  const telling = stalls.flatMap(ratesOf);
  const inEach =
    telling.length > 1 && telling.every((launch) => holdRates(limit, ...launch).beyond > 0);
  if (inEach && brokenP <= stallLevel(level)) return { ...said, state: 'broken', pValue: brokenP };
  if (keptP <= level) return { ...said, state: 'kept', pValue: keptP };
  // Too few to prove that they are as many: what is not even suspicious at last may pass.
  const mayPass = beyond <= 0 || (last && brokenP > level);
  if (allowsEqual(limit) && mayPass) return { ...said, state: 'kept', pValue: null };
  return { ...said, state: 'unsure', pValue: Math.min(brokenP, keptP) };
}

interface Rate {
  readonly count: number;
  readonly exposure: number;
}

/** How far the candidate's rate is beyond the bound, and how sure it is beyond it, and within it. */
function holdRates({ atMost, bound }: Limit, baseline: Rate, candidate: Rate) {
  const above = rateExceeds(baseline, candidate, bound);
  const below = rateExceeds(candidate, baseline, 1 / bound);
  const more = candidate.count / candidate.exposure - (bound * baseline.count) / baseline.exposure;
  return atMost
    ? { brokenP: above, keptP: below, beyond: more }
    : { brokenP: below, keptP: above, beyond: -more };
}

/** Of a launch with any stall. */
function ratesOf({ baseline, candidate }: LaunchStalls): readonly (readonly [Rate, Rate])[] {
  if (!baseline || !candidate || baseline.count + candidate.count === 0) return [];
  return [[rateOf(baseline), rateOf(candidate)]];
}

const rateOf = ({ count, watchedMs }: StallCount): Rate => ({ count, exposure: watchedMs });

/** Null when a launch did not tell. */
function sumOf(stalls: readonly LaunchStalls[], side: Side) {
  const counts = stalls.flatMap((launch) => launch[side] ?? []);
  if (counts.length < stalls.length || counts.length === 0) return null;
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    exposure: counts.reduce((sum, { watchedMs }) => sum + watchedMs, 0),
  };
}
