/** A small search of capacity with known figures, for tests of this room and of the report. */
import { Histogram } from '../load/histogram.ts';
import type { CapacityHeader } from '../record/capacity.ts';
import type { CapacityEvent, LevelStep, SaturationStep } from '../run/capacity-events.ts';
import type { LevelVerdict } from './judge-level.ts';

const variant = (name: string) => ({ name, command: `node ${name}.js`, fixes: [], commit: null });

export const sampleHeader: CapacityHeader = {
  schema: 'tandem/capacity@1',
  id: 'sample',
  command: 'tandem capacity slow fast',
  seed: '1',
  environment: {
    startedAt: '2026-11-24T10:00:00.000Z',
    seconds: 0,
    node: 'v20.20.2',
    platform: 'linux 6',
    cpu: 'sample',
    cores: 2,
    memoryMiB: 1024,
    pinning: 'servers on core 1',
    database: null,
    commit: null,
    dirty: false,
  },
  scenario: {
    name: 'sample',
    title: 'a sample',
    ratePerSecond: 10,
    closedLoop: true,
    parameters: {},
  },
  stepSeconds: 10,
  sides: [
    { side: 'baseline', variant: variant('slow') },
    { side: 'candidate', variant: variant('fast') },
  ],
};

const surroundings = { helperCoreBusy: 0.4, serviceLateP99Ms: null };

export const saturationStep = (
  side: SaturationStep['side'],
  connections: number,
  completed: number,
  change: Partial<SaturationStep['saturation']> = {},
): SaturationStep => ({
  kind: 'saturation',
  side,
  connections,
  saturation: {
    completed,
    loadedMs: 10_000,
    failures: [],
    brokenOff: false,
    utilization: 0.2,
    ...change,
  },
  ...surroundings,
});

export const keptUp: LevelVerdict = { state: 'kept up', why: null };
export const fellBehind: LevelVerdict = { state: 'fell behind', why: 'the backlog grew' };
export const invalid: LevelVerdict = { state: 'invalid', why: 'the generator was busy' };

/** A level of ten seconds in which all completed, each in 10 ms. */
export function levelStep(
  side: LevelStep['side'],
  ratePerSecond: number,
  verdict: LevelVerdict,
  tallies: LevelStep['level']['tallies'] = {},
): LevelStep {
  const planned = ratePerSecond * 10;
  const packed = Histogram.of(new Array<number>(planned).fill(10_000)).toCompressedBase64();
  return {
    kind: 'level',
    side,
    ratePerSecond,
    durationMs: 10_000,
    level: {
      startedUs: 0,
      endedUs: 10_000_000,
      counts: { planned, completed: planned, errored: 0, timedOut: 0, dropped: 0, unfinished: 0 },
      histograms: { response: packed, service: packed, sendLag: packed },
      seconds: [],
      completedInTime: planned,
      sentAfterPlan: 0,
      inFlight: new Array<number>(10).fill(1),
      tallies,
      failures: [],
      generator: { utilization: 0.1, cpuMs: 1 },
    },
    verdict,
    ...surroundings,
  };
}

/** The candidate can do twice as much. */
export const sampleEvents: readonly CapacityEvent[] = [
  { kind: 'launching' },
  saturationStep('baseline', 1, 500),
  saturationStep('candidate', 1, 1000),
  saturationStep('baseline', 2, 510),
  saturationStep('candidate', 2, 990, { failures: [{ message: 'answered 503', count: 3 }] }),
  levelStep('baseline', 40, keptUp, { 'ws.useful': 4000, 'ws.received': 800 }),
  levelStep('candidate', 80, keptUp, { 'ws.useful': 8000, 'ws.received': 1600 }),
  levelStep('baseline', 50, fellBehind, { 'ws.useful': 9000, 'ws.received': 900 }),
  levelStep('candidate', 100, invalid),
];
