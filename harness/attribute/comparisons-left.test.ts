import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { operations, pairs, sampleArm } from '../compare/sample-arm.ts';
import type { AskedAttribution, Recording } from '../record/recording.ts';
import { plainNames, sampleRecording, sampleRun } from '../report/sample-run.ts';
import type { RunEvent } from '../run/events.ts';
import { comparisonsLeft, onlyMeasured } from './comparisons-left.ts';
import { type MixComparison, planAttribution } from './plan-attribution.ts';

const test = suite('what of an attribution is left');

const asked: AskedAttribution = {
  scenario: 'whole',
  flags: {},
  seed: '1',
  factors: ['a', 'b'].map((fix) => ({ fix, finding: null })),
  metrics: ['response.p50'],
  thorough: false,
  crossCheck: false,
  claims: [],
  checkClaims: false,
};
const { comparisons } = planAttribution(asked);
const { header } = sampleRecording(sampleRun(plainNames));
const recordingOf = (attribution: AskedAttribution, events: readonly RunEvent[]): Recording => ({
  header: { ...header, attribution },
  events,
});
const recording = (...events: readonly RunEvent[][]): Recording =>
  recordingOf(asked, events.flat());

const begin = ({ name, stage, from, to }: MixComparison): RunEvent[] => [
  { kind: 'comparing', scenario: name, stage, from, to, load: pairs },
  { kind: 'launching', scenario: name, launch: 0 },
];
const arms = ({ name }: MixComparison): RunEvent[] =>
  (['baseline', 'candidate'] as const).map((side) => ({
    kind: 'arm',
    arm: { ...sampleArm({ side, unit: 0 }, operations(20, 100)), scenario: name },
  }));
const end = ({ name }: MixComparison, differences: readonly string[] = []): RunEvent[] => [
  {
    kind: 'launched',
    scenario: name,
    launch: 0,
    sameWork: { compared: 20, different: differences.length, differences },
    stalls: { baseline: null, candidate: null },
    warmUp: { ms: 0, steady: null },
    counts: null,
  },
];
const measured = (each: MixComparison) => [...begin(each), ...arms(each), ...end(each)];
const [first, second] = comparisons;
if (!first || !second) throw new Error('a plan has comparisons');

test('nothing was measured: all is left', () => {
  assert.equal(comparisonsLeft(recording()), comparisons);
});

test('what was measured is not measured again', () => {
  assert.equal(comparisonsLeft(recording(measured(first))), comparisons.slice(1));
  assert.equal(comparisonsLeft(recording(...comparisons.map(measured))), []);
});

test('one that was cut off, or whose sides disagree, is left, and nothing of it is kept', () => {
  for (const torn of [
    [...begin(second), ...arms(second)],
    [...begin(second), ...arms(second), ...end(second, ['a row differs'])],
  ]) {
    const run = recording(measured(first), torn);
    assert.equal(comparisonsLeft(run), comparisons.slice(1));
    assert.equal(onlyMeasured(run).events, measured(first));
  }
});

test('one of which no unit has a valid arm of both sides is left', () => {
  const invalid = { validity: { state: 'invalid', reasons: ['late'] } } as const;
  const halves = (['baseline', 'candidate'] as const).flatMap((side, index) =>
    [0, 1].map((unit): RunEvent => {
      const change = unit === index ? {} : invalid;
      const arm = sampleArm({ side, unit }, operations(20, 100), change);
      return { kind: 'arm', arm: { ...arm, scenario: second.name } };
    }),
  );
  const run = recording(measured(first), [...begin(second), ...halves, ...end(second)]);
  assert.equal(comparisonsLeft(run), comparisons.slice(1));
});

test('of one that was measured again, the last attempt counts, and only that is kept', () => {
  const run = recording([...begin(first), ...arms(first)], measured(first));
  assert.equal(comparisonsLeft(run), comparisons.slice(1));
  assert.equal(onlyMeasured(run).events, measured(first));
});

test('a comparison of other mixes under the same name is not what was planned', () => {
  const swapped = { ...second, from: second.to, to: second.from };
  assert.equal(
    comparisonsLeft(recording(measured(first), measured(swapped))),
    comparisons.slice(1),
  );
});

test('pairs are confirmed when all else was measured, by two more than the cross-checks of a fix', () => {
  const factors = ['a', 'b', 'c'].map((fix) => ({ fix, finding: null }));
  const crossChecked = { ...asked, factors, crossCheck: true };
  const events = planAttribution(crossChecked).comparisons.flatMap(measured);
  const left = comparisonsLeft(recordingOf(crossChecked, events));
  const mixes = left.map(({ name, from, to }) => [name, from, to]);
  assert.equal(mixes.slice(0, 2), [
    ['whole/pair-a-with-b', 0b010, 0b011],
    ['whole/pair-a-without-b', 0b100, 0b101],
  ]);
  const confirmed = [...events, ...left.flatMap(measured)];
  assert.equal(comparisonsLeft(recordingOf(crossChecked, confirmed)), []);
});

test.run();
