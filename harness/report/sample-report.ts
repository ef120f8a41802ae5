/** A made-up run with something of everything, as large as real ones, for the tests of the page. */
import { seededRandom } from '../load/random.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import { metricNames, metrics } from '../record/metric.ts';
import type { Recording } from '../record/recording.ts';
import type { Gate, MeasuredMetric, Run, RunScenario } from '../record/run.ts';
import { sampleAttribution, sampleClaims, unattributed } from './sample-attribution.ts';
import { sampleDiagnosis } from './sample-diagnosis.ts';
import { plainNames, sampleRecording, sampleRun } from './sample-run.ts';

const sampleGate: Gate = {
  ...{ state: 'unsure', reasons: [], level: 0.041, units: 52, controls: 8 },
  relabelled: { gates: 200, failed: 9, meant: 0.05 },
  limits: (['broken', 'kept', 'unsure', 'not judged'] as const).map((state) => ({
    ...{ limit: 'response.p95.ratio<=1.05', metric: 'response.p95', state, pValue: 0.03 },
    measured: { value: 1.02, lo: 0.9, hi: 1.1 },
    reason: 'about 3.9 times as long would settle it',
  })),
};

export interface Volume {
  readonly scenarios: number;
  /** Of each side. */
  readonly arms: number;
  readonly operationsOfArm: number;
  /** Of each arm's timeline, four a second. */
  readonly moments: number;
}

/** Two launches of seven units, arms of 15 s: what a full comparison of a scenario measures. */
export const fullVolume = { arms: 14, operationsOfArm: 60, moments: 60 } as const;

export function sampleReport(volume: Volume): { run: Run; recording: Recording } {
  const names = Array.from({ length: volume.scenarios }, (_, index) => `scenario-${index + 1}`);
  const [first] = sampleRun(plainNames).scenarios;
  if (!first) throw new Error('the sample has a scenario');
  const run: Run = {
    ...sampleRun(plainNames),
    scenarios: names.map((name, index) => scenarioOf(first, name, index)),
    gate: sampleGate,
    attribution: [sampleAttribution, unattributed],
    claims: [...sampleClaims],
    warnings: ['one arm of 28 was not valid and was left out'],
  };
  const { header, events } = sampleRecording(run);
  const [arm] = events.flatMap((event) => (event.kind === 'arm' ? [event.arm] : []));
  if (!arm) throw new Error('the sample has an arm');
  return {
    run,
    recording: {
      header,
      events: names.flatMap((scenario, index) => [
        ...armsOf(arm, scenario, volume).map((each) => ({ kind: 'arm', arm: each }) as const),
        {
          kind: 'diagnosed',
          scenario,
          diagnosis: sampleDiagnosis(scenario, index < 2 ? 7 : 2),
        } as const,
      ]),
    },
  };
}

const unmeasured = {
  baseline: null,
  candidate: null,
  ratio: null,
  verdict: 'not judged',
  reason: 'nothing like it was seen',
} as const;

const verdicts = ['faster', 'slower', 'same', 'unsure', 'not judged'] as const;

/** Every metric there is in two scenarios, half of them in others: in real ones it is a third to four fifths. */
function scenarioOf(like: RunScenario, name: string, at: number): RunScenario {
  const random = seededRandom(name);
  const measured = metricNames.map((metric, index): [string, MeasuredMetric] => {
    const verdict = verdicts[(index + at) % verdicts.length] ?? 'same';
    const summary = (value: number) => ({
      ...{ value, lo: value * 0.93, hi: value * 1.07, units: 14, operations: 840 },
    });
    const value = 0.4 + random();
    const { unit, better } = metrics[metric];
    if (at > 1 && index % 2 === 1) return [metric, { ...unmeasured, unit, better }];
    const isJudged = verdict !== 'not judged';
    return [
      metric,
      {
        ...{ unit, better, verdict, baseline: summary(900 * random()) },
        candidate: summary(300 * random()),
        ratio: isJudged ? { value, lo: value * 0.9, hi: value * 1.1, confidence: 0.95 } : null,
        ...(isJudged ? {} : { reason: '86 values; 367 are needed' }),
      },
    ];
  });
  return { ...like, name, findings: [at + 1], metrics: Object.fromEntries(measured) };
}

function armsOf(like: ArmResult, scenario: string, volume: Volume): readonly ArmResult[] {
  const random = seededRandom(scenario);
  return Array.from({ length: volume.arms * 2 }, (_, index) => {
    const side = index % 2 === 0 ? 'baseline' : 'candidate';
    return armOf(like, { scenario, side, unit: index >> 1 }, volume, random);
  });
}

interface Place {
  readonly scenario: string;
  readonly side: Side;
  readonly unit: number;
}

function armOf(like: ArmResult, place: Place, volume: Volume, random: () => number): ArmResult {
  const { operationsOfArm, moments } = volume;
  const slow = place.side === 'baseline' ? 3 : 1;
  const [operation] = like.load.operations;
  const [point] = like.server?.timeline ?? [];
  if (!like.server || !operation || !point) throw new Error('the sample has readings');
  const armUs = moments * 250_000;
  const around = (value: number): number =>
    Math.round(value * (0.5 + random() + random() ** 8 * 9));
  const operations = Array.from({ length: operationsOfArm }, (_, index) => ({
    ...{
      ...operation,
      key: `k${place.unit}-${index}`,
      plannedUs: (index * armUs) / operationsOfArm,
    },
    ...{ responseUs: around(slow * 400_000), serviceUs: around(slow * 390_000) },
  }));
  const timeline = Array.from({ length: moments }, (_, index) => ({
    ...{ ...point, atUs: index * 250_000, lagMaxMs: around(slow * 20), cpuCores: random() },
    ...{ rssBytes: around(1e8), heapBytes: around(5e7), poolInUse: around(slow * 4) },
    ...{ poolIdle: around(6), poolWaiting: around(slow), wsMessages: around(40) },
  }));
  return {
    ...like,
    ...place,
    load: { ...like.load, startedUs: 0, endedUs: armUs, operations },
    server: { ...like.server, timeline },
  };
}
