import { performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

export interface ProcessUsage {
  readonly cpuUs: number;
  readonly activeMs: number;
  readonly loopTurns: number;
  readonly rssBytes: number;
  readonly heapBytes: number;
}

/** CPU of all threads, event-loop activity and memory. Microseconds to read: `process.memoryUsage()` is dearer. */
export function readProcessUsage(): ProcessUsage {
  const { user, system } = process.cpuUsage();
  return {
    cpuUs: user + system,
    activeMs: Math.round(performance.eventLoopUtilization().active * 1e3) / 1e3,
    loopTurns: performance.nodeTiming.uvMetricsInfo.loopCount,
    rssBytes: process.memoryUsage.rss(),
    heapBytes: getHeapStatistics().used_heap_size,
  };
}
