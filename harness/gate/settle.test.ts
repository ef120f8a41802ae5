import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { operation, operations, pairs, sampleArm } from '../compare/sample-arm.ts';
import { exitCode, type TandemError } from '../error.ts';
import { seededRandom } from '../load/random.ts';
import type { Recording, RecordingHeader } from '../record/recording.ts';
import { runSchema } from '../record/run.ts';
import { sampleEnvironment } from '../report/sample-run.ts';
import type { RunEvent } from '../run/events.ts';
import { tabulate } from './gate-table.ts';
import { parseLimit } from './limit.ts';
import { oneScenario } from './one-scenario.ts';
import { settle } from './settle.ts';
import { summarizeGate } from './summarize-gate.ts';
import { untilSettled } from './until-settled.ts';

const test = suite('settle');

const described = {
  name: 'sample',
  title: 'a sample',
  findings: [],
  metricOfInterest: 'response.p50',
  parameters: {},
  load: { ...pairs, cutMs: 0 },
  launches: 5,
  units: 60,
} as const;

const header: RecordingHeader = {
  schema: 'tandem/recording@1',
  id: 'sample',
  command: 'tandem gate',
  seed: '1',
  quick: false,
  environment: sampleEnvironment,
  variants: [],
  scenarios: [described],
  gate: {
    limits: ['response.p50.ratio<=1.05'],
    asked: true,
    unitsOfLaunches: [12, 12, 12, 12, 12],
  },
};

/** `ratio` of the candidate's response times in each unit, with a percent of noise. */
function recordingOf(launches: number, ratio: (unit: number) => number): Recording {
  const random = seededRandom('noise');
  const events = Array.from({ length: launches }, (_, launch): RunEvent[] => {
    const arms = Array.from({ length: 12 }, (_unit, number) => {
      const unit = 12 * launch + number;
      return (['baseline', 'candidate'] as const).map((side): RunEvent => {
        const ms = 10 * (1 + 0.01 * random()) * (side === 'candidate' ? ratio(unit) : 1);
        return { kind: 'arm', arm: { ...sampleArm({ side, unit }, operations(30, ms)), launch } };
      });
    }).flat();
    const sameWork = { compared: 0, different: 0, differences: [] };
    const stalls = { baseline: null, candidate: null };
    const warmUp = { ms: 10_000, steady: true };
    return [
      ...arms,
      { kind: 'launched', scenario: 'sample', launch, sameWork, stalls, warmUp, counts: null },
    ];
  }).flat();
  return { header, events };
}

function settleRecording(recording: Recording) {
  const limits = header.gate?.limits.map(parseLimit) ?? [];
  const terms = {
    limits,
    asked: true,
    unitsOfLaunches: header.gate?.unitsOfLaunches ?? [],
    seed: header.seed,
    metrics: {},
    faults: [],
  };
  return settle(tabulate(recording, limits), terms);
}

test('what is clear is settled at the first look, after 40 % of the units', () => {
  const slower = settleRecording(recordingOf(5, () => 1.3));
  assert.equal([slower?.gate.state, slower?.launches], ['failed', 2]);
  const same = settleRecording(recordingOf(5, () => 1));
  assert.equal([same?.gate.state, same?.launches], ['passed', 2]);
});

test('what is at the limit is looked at until the end', () => {
  const close = settleRecording(recordingOf(5, () => 1.05));
  assert.equal([close?.gate.state, close?.launches], ['unsure', 5]);
});

test('one launch is too early for a look', () => {
  assert.is(settleRecording(recordingOf(1, () => 1.3)), null);
});

test('a ratio that drifts is not judged', () => {
  const gate = settleRecording(recordingOf(5, (unit) => 1 + unit / 100))?.gate;
  assert.is(gate?.state, 'invalid');
  assert.match(gate?.reasons.join() ?? '', /drifts over the run/);
});

test('the run holds its gate, and is none the other for one without limits', () => {
  const recording = recordingOf(2, () => 1.3);
  const run = summarizeGate(recording);
  runSchema.parse(JSON.parse(JSON.stringify(run)));
  assert.is(run.gate?.limits[0]?.state, 'broken');
  const { gate: _gate, ...plain } = header;
  assert.is(summarizeGate({ ...recording, header: plain }).gate, undefined);
});

test('a gate that settled early is whole, one that did not is partial', () => {
  const partial = (launches: number, ratio: number) =>
    summarizeGate(recordingOf(launches, () => ratio)).partial;
  // At one launch nothing was looked at; at the limit, all launches are needed.
  assert.equal([partial(2, 1.3), partial(2, 1)], [false, false]);
  assert.equal([partial(1, 1.3), partial(2, 1.05), partial(5, 1.05)], [true, true, false]);
});

const failing: readonly [limit: string, share: number, state: string][] = [
  ['errors.rate.candidate<=1%', 0.1, 'failed'],
  ['errors.rate.candidate<=20%', 0.1, 'passed'],
  // The other side's limit names nothing of this one's, and more failures than may are never unsure.
  ['errors.rate.baseline<=1%', 0.1, 'invalid'],
  ['errors.rate.candidate<=9.5%', 0.1, 'invalid'],
  ['errors.rate.candidate<=100%', 1, 'invalid'],
];

for (const [limit, share, state] of failing) {
  test(`${100 * share} % of failures held against ${limit}: ${state}`, () => {
    const { events } = recordingOf(5, () => 1);
    const failed = events.map((event): RunEvent => {
      if (event.kind !== 'arm' || event.arm.side === 'baseline') return event;
      const { validity: _validity, load: _load, server: _server, ...place } = event.arm;
      const records = operations(30, 10).map((each, index) =>
        index < 30 * share ? operation(10, { ...each, outcome: 'errored' }) : each,
      );
      return { kind: 'arm', arm: sampleArm(place, records, place) };
    });
    const gate = { asked: true, unitsOfLaunches: [12, 12, 12, 12, 12], limits: [limit] };
    const recording = { header: { ...header, gate }, events: failed };
    const run = summarizeGate(recording);
    assert.is(run.gate?.state, state, run.gate?.reasons.join());
  });
}

test('measuring ends once it is settled', async () => {
  const { events } = recordingOf(5, () => 1.3);
  let pulled = 0;
  async function* measured(): AsyncGenerator<RunEvent> {
    for (const event of events) {
      pulled += 1;
      yield event;
    }
  }
  const passedOn: RunEvent[] = [];
  for await (const event of untilSettled(header, measured())) passedOn.push(event);
  assert.is(passedOn.filter(({ kind }) => kind === 'launched').length, 2);
  assert.is(pulled, passedOn.length);
});

test('of a run with several scenarios one is judged, by name', () => {
  const { events } = recordingOf(2, () => 1);
  const two = { ...header, scenarios: [described, { ...described, name: 'other' }] };
  const of = (name?: string) => oneScenario({ header: two, events }, name);
  assert.equal(
    of('other').header.scenarios.map(({ name }) => name),
    ['other'],
  );
  assert.is(of('other').events.length, 0);
  assert.is(of('sample').events.length, events.length);
  for (const name of [undefined, 'samle']) {
    try {
      of(name);
      assert.unreachable();
    } catch (error) {
      assert.is((error as TandemError).code, exitCode.usage);
    }
  }
});

test.run();
