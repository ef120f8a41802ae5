import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { Collection } from '../record/arm-result.ts';
import { monotonicUs } from './monotonic-clock.ts';

export interface GcReading {
  /** Of the whole life. */
  readonly gcPauseMs: number;
  readonly gcCount: number;
  /** Full ones since the last reading. */
  readonly collections: readonly Collection[];
}

/**
 * Buffers are freed by another thread after their collection: read at once, they would count as held.
 * (V8's own count of external memory is later still, by a whole collection where no buffer is made.)
 */
const buffersFreedMs = 20;

/**
 * Adds up every garbage collection: entries come late and in batches, so that a batch is read whole,
 * and what is still on its way is fetched with each reading. After a full one, what is used is what is
 * held: that is noted.
 */
export function watchGc(): () => GcReading {
  let gcPauseMs = 0;
  let gcCount = 0;
  let collections: Collection[] = [];
  const add = (entries: readonly PerformanceEntry[]) => {
    for (const { duration } of entries) gcPauseMs += duration;
    gcCount += entries.length;
    if (entries.some(isFull)) noteHeld((collection) => collections.push(collection));
  };
  const observer = new PerformanceObserver((list) => add(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return () => {
    add(observer.takeRecords());
    const taken = collections;
    collections = [];
    return { gcPauseMs: Math.round(gcPauseMs * 1e3) / 1e3, gcCount, collections: taken };
  };
}

/** Node's types know no details of an entry. */
const isFull = (entry: PerformanceEntry & { readonly detail?: unknown }): boolean =>
  (entry.detail as { readonly kind?: number } | undefined)?.kind ===
  constants.NODE_PERFORMANCE_GC_MAJOR;

function noteHeld(note: (collection: Collection) => void): void {
  const atUs = Math.round(monotonicUs());
  const heapBytes = getHeapStatistics().used_heap_size;
  setTimeout(() => {
    const { arrayBuffers, rss } = process.memoryUsage();
    note({ atUs, heapBytes, bufferBytes: arrayBuffers, rssBytes: rss });
  }, buffersFreedMs).unref();
}
