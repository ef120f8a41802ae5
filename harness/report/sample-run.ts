/** A small made-up run for the tests of the renderers; every figure is invented. */
import type { ArmResult, OperationRecord, ServerReadings, Side } from '../record/arm-result.ts';
import type { Recording } from '../record/recording.ts';
import type { MeasuredMetric, Run, RunScenario } from '../record/run.ts';

export interface SampleNames {
  readonly scenario: string;
  readonly variant: string;
  readonly reason: string;
  readonly failure: string;
}

const summary = (value: number) => ({
  value,
  lo: value * 0.9,
  hi: value * 1.1,
  units: 7,
  operations: 245,
});

function measured(
  baseline: number,
  candidate: number,
  verdict: MeasuredMetric['verdict'],
): MeasuredMetric {
  const value = candidate / baseline;
  return {
    unit: 'ms',
    better: 'lower',
    baseline: summary(baseline),
    candidate: summary(candidate),
    ratio: { value, lo: value * 0.95, hi: value * 1.05, confidence: 0.95 },
    verdict,
  };
}

export const plainNames = {
  scenario: 'pipeline',
  variant: 'baseline',
  reason: '86 values; 367 are needed',
  failure: 'wrong answer: GET / answered 503',
};

/** A run of one scenario with one metric of each kind of outcome. */
export function sampleRun(names: SampleNames): Run {
  return {
    schema: 'tandem/run@1',
    id: '2026-01-02T03-04-05-abcd',
    command: `tandem compare ${names.scenario}`,
    seed: '1',
    partial: false,
    quick: false,
    environment: sampleEnvironment,
    variants: [
      { name: names.variant, command: 'node a.js', fixes: [], commit: null },
      { name: 'optimized', command: 'node b.js', fixes: ['retry'], commit: null },
    ],
    scenarios: [sampleScenario(names)],
    warnings: [],
  };
}

export const sampleEnvironment: Run['environment'] = {
  startedAt: '2026-01-02T03:04:05.000Z',
  seconds: 300,
  node: 'v20.20.2',
  platform: 'linux 6.1',
  cpu: 'a processor',
  cores: 2,
  memoryMiB: 8000,
  pinning: 'variants on core 0, the rest on core 1',
  database: 'PostgreSQL 18.4',
  commit: null,
  dirty: false,
};

function sampleScenario(names: SampleNames): RunScenario {
  const counts = { planned: 4, completed: 4, errored: 0, timedOut: 0, dropped: 0, unfinished: 0 };
  return {
    name: names.scenario,
    title: 'Something happens.',
    findings: [],
    metricOfInterest: 'response.p95',
    validity: { state: 'valid', reasons: [] },
    load: { baseline: counts, candidate: { ...counts, completed: 3, errored: 1 } },
    failures: { baseline: [], candidate: [{ message: names.failure, count: 1 }] },
    parameters: { timeScale: 0.05 },
    launches: 2,
    units: 7,
    warmUp: { ms: [5120], steady: null },
    sameWork: { compared: 12, differences: [] },
    noise: { 'response.p50': 1.014 },
    metrics: {
      'response.p50': measured(1840, 1270, 'faster'),
      'response.p95': measured(3900, 2610, 'faster'),
      'response.p99': { ...measured(1, 1, 'not judged'), ratio: null, reason: names.reason },
      'loop.lag.p99': measured(498, 4, 'faster'),
      'pool.wait.p95': measured(17, 25, 'slower'),
      'cpu.msPerOperation': measured(1.9, 1.9, 'same'),
      'memory.rss.max': measured(100, 104, 'unsure'),
    },
  };
}

/** The raw material of `sampleRun`: two arms. */
export function sampleRecording(run: Run): Recording {
  const [scenario] = run.scenarios;
  if (!scenario) return { header: headerOf(run), events: [] };
  const arms = (['baseline', 'candidate'] as const).map((side) => sampleArm(scenario.name, side));
  return { header: headerOf(run), events: arms.map((arm) => ({ kind: 'arm', arm })) };
}

function headerOf(run: Run): Recording['header'] {
  return {
    schema: 'tandem/recording@1',
    id: run.id,
    command: run.command,
    seed: run.seed,
    quick: run.quick,
    environment: run.environment,
    variants: run.variants,
    scenarios: run.scenarios.map(
      ({ name, title, findings, metricOfInterest, parameters, launches, units }) => ({
        name,
        title,
        findings,
        metricOfInterest,
        parameters,
        launches,
        units,
        load: { kind: 'open', ratePerSecond: 2, armMs: 2000, cutMs: 0, unit: 'pair' },
      }),
    ),
  };
}

function sampleArm(scenario: string, side: Side): ArmResult {
  const slow = side === 'baseline' ? 3 : 1;
  return {
    scenario,
    launch: 0,
    unit: 0,
    position: side === 'baseline' ? 0 : 1,
    side,
    seed: '1',
    at: 1_767_323_045_000,
    load: {
      startedUs: 0,
      endedUs: 2_000_000,
      counts: { planned: 40, completed: 40, errored: 0, timedOut: 0, dropped: 0, unfinished: 0 },
      operations: Array.from({ length: 40 }, (_, index) => sampleOperation(index, slow)),
      samples: {},
      tallies: {},
      failures: [],
      generator: { sendLagP99Ms: 1, utilization: 0.1, cpuMs: 10 },
    },
    server: sampleServer(slow),
    databaseCpuMs: 12,
    serviceLateP99Ms: null,
    helperCoreBusy: 0.2,
    validity: { state: 'valid', reasons: [] },
  };
}

const sampleOperation = (index: number, slow: number): OperationRecord => ({
  key: `k${index}`,
  plannedUs: index * 50_000,
  sendLagUs: 100,
  responseUs: slow * 1000 * (index + 1),
  serviceUs: slow * 900 * (index + 1),
  outcome: 'completed',
  digest: 'd',
  overheadUs: null,
});

const sampleServer = (slow: number): ServerReadings => ({
  lags: [],
  windowMs: 2000,
  activeMs: 100 * slow,
  loopTurns: 500,
  cpuMs: 90 * slow,
  rssMaxBytes: 1e8,
  heapMaxBytes: 5e7,
  gcPauseMs: 3,
  poolWaitsUs: [],
  collections: [],
  poolInUseMax: 2,
  poolWaitingMax: 0,
  connects: 0,
  statements: 40,
  rows: 40,
  databaseBytes: 4000,
  wsMessages: 0,
  wsBytes: 0,
  wsBufferedMaxBytes: 0,
  httpRequests: 40,
  httpWaitMs: 400 * slow,
  timeline: Array.from({ length: 8 }, (_, index) => ({
    atUs: index * 250_000,
    utilization: 0.1,
    lagMaxMs: slow * index,
    cpuCores: 0.1 * slow,
    rssBytes: 1e8,
    heapBytes: 5e7,
    poolInUse: slow,
    poolWaiting: 0,
    wsMessages: 0,
  })),
});
