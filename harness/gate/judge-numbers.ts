/** Limits on what is counted, not sampled: operations' causes one by one, and stalls. */
import type { Side } from '../record/arm-result.ts';
import type { GateLimit } from '../record/run.ts';
import type { LaunchCounts, LaunchStalls } from '../run/events.ts';
import { rateExceeds } from '../stats/exact-binomial.ts';
import { exactCounts } from './exact-count.ts';
import type { Limit } from './limit.ts';
import { type GateMaterial, notJudged, stallLevel } from './material.ts';

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
 * Stalls are few: their number is compared with how long each side was watched. Noise of the machine
 * comes in bursts, so that a candidate is only blamed when each of several launches has more of them.
 */
export function judgeStalls(limit: Limit, { stalls, level, last }: GateMaterial): GateLimit {
  const baseline = sumOf(stalls, 'baseline');
  const candidate = sumOf(stalls, 'candidate');
  if (!baseline || !candidate) return notJudged(limit, 'no probe in both servers');
  const reason = `${baseline.count} of the baseline, ${candidate.count} of the candidate over 50 ms`;
  const said = { limit: limit.text, metric: limit.metric, measured: null, reason };
  const pValue = rateExceeds(baseline, candidate, limit.bound);
  const inEach = stalls.length > 1 && stalls.every((launch) => rises(launch, limit.bound));
  if (inEach && pValue <= stallLevel(level)) return { ...said, state: 'broken', pValue };
  // Too few to prove that there are no more: what is not even suspicious at last may pass.
  const noMore = candidate.count <= baseline.count;
  const isKept = noMore || (last && pValue > level);
  return { ...said, state: isKept ? 'kept' : 'unsure', pValue: isKept ? null : pValue };
}

function rises({ baseline, candidate }: LaunchStalls, bound: number): boolean {
  if (!baseline || !candidate) return false;
  return candidate.count / candidate.watchedMs > (bound * baseline.count) / baseline.watchedMs;
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
