/** Who blocked the event loop: each stall cut out of the CPU profile, and all of them by place. */
import { type ProfileStretch, type StallTimes, stalledOverMs } from '../probe/stall-profiler.ts';
import { type Sample, samplesOf } from './profile-paths.ts';
import { type Site, type SiteTime, siteKey, timeOfSites } from './site.ts';
import type { Sources } from './source-file.ts';

/** What the thread did meanwhile: it worked, it slept in a call that does not return, it had no core. */
export type StallKind = 'computing' | 'waiting' | 'starved' | 'unknown';

export interface Stall {
  /** On the monotonic clock, in microseconds. */
  readonly startUs: number;
  /** How long the thread did not wait for events. */
  readonly blockedMs: number;
  readonly kind: StallKind;
  /** The longest first. */
  readonly sites: readonly SiteTime[];
}

/** A place that blocked the loop. */
export interface Blocker {
  readonly site: Site;
  /** In most of the time. */
  readonly kind: StallKind;
  /** In how many stalls it was. */
  readonly stalls: number;
  readonly blockedMs: number;
  readonly longestMs: number;
}

/** Those between two moments on the monotonic clock, in microseconds, or part of which is. */
export function stallsOf(
  stretches: readonly ProfileStretch[],
  sources: Sources,
  { startUs, endUs }: { readonly startUs: number; readonly endUs: number },
): readonly Stall[] {
  const found = stretches.flatMap(({ stall, profile }) =>
    stall && stall.endUs > startUs && stall.startUs < endUs
      ? [stallOf(stall, samplesOf(profile), sources)]
      : [],
  );
  // Up to a tick of what the probe saw was idle.
  return found.filter(({ blockedMs }) => blockedMs > stalledOverMs);
}

function stallOf(times: StallTimes, samples: readonly Sample[], sources: Sources): Stall {
  const within = samplesWithin(samples, times);
  const sites = timeOfSites(within, sources);
  const blockedMs = within.reduce((sum, { us }) => sum + us, 0) / 1000;
  return { startUs: times.startUs, blockedMs, kind: kindOf(times, blockedMs), sites };
}

/**
 * Each sample stands for the time since the one before it; of that, what the stall had. The last may
 * come after the stall's end: a thread that stays in one system call gets no signal until it returns.
 */
function samplesWithin(samples: readonly Sample[], { startUs, endUs }: StallTimes): Sample[] {
  return samples.flatMap((sample) => {
    const atUs = Math.min(sample.atUs, endUs);
    const us = atUs - Math.max(sample.atUs - sample.us, startUs);
    return us > 0 ? [{ ...sample, atUs, us }] : [];
  });
}

/** Most of the time decides. A thread that was ready and had no core did not wait for anything of its own. */
function kindOf({ cpuMs, queuedMs }: StallTimes, blockedMs: number): StallKind {
  if (cpuMs === null || queuedMs === null) return 'unknown';
  if (queuedMs > blockedMs / 2) return 'starved';
  return cpuMs > (blockedMs - queuedMs) / 2 ? 'computing' : 'waiting';
}

/** By the time that they blocked the loop for, the most first; last where no core was to be had: nobody is to blame. */
export function blockersOf(stalls: readonly Stall[]): readonly Blocker[] {
  const found = new Map<string, Parts>();
  for (const { sites, kind } of stalls) {
    for (const { site, us } of sites) {
      const key = siteKey(site);
      const parts = found.get(key) ?? { site, ms: [] };
      found.set(key, parts);
      parts.ms.push([kind, us / 1000]);
    }
  }
  const isStarved = ({ kind }: Blocker): number => (kind === 'starved' ? 1 : 0);
  return [...found.values()]
    .map(blockerOf)
    .sort((a, b) => isStarved(a) - isStarved(b) || b.blockedMs - a.blockedMs);
}

interface Parts {
  readonly site: Site;
  readonly ms: (readonly [StallKind, number])[];
}

function blockerOf({ site, ms }: Parts): Blocker {
  const msOf = (kind: StallKind | null) =>
    ms.reduce((sum, [each, took]) => (kind === null || each === kind ? sum + took : sum), 0);
  const kinds = [...new Set(ms.map(([kind]) => kind))].sort((a, b) => msOf(b) - msOf(a));
  return {
    site,
    kind: kinds[0] ?? 'unknown',
    stalls: ms.length,
    blockedMs: msOf(null),
    longestMs: Math.max(...ms.map(([, took]) => took)),
  };
}
