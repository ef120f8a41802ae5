import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';

export interface GcTotals {
  readonly gcPauseMs: number;
  readonly gcCount: number;
}

/**
 * Adds up every garbage collection: entries come late and in batches, so that a batch is read whole,
 * and what is still on its way is fetched with each reading.
 */
export function watchGc(): () => GcTotals {
  let gcPauseMs = 0;
  let gcCount = 0;
  const add = (entries: readonly PerformanceEntry[]) => {
    for (const { duration } of entries) gcPauseMs += duration;
    gcCount += entries.length;
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return () => {
    add(observer.takeRecords());
    return { gcPauseMs: Math.round(gcPauseMs * 1e3) / 1e3, gcCount };
  };
}
