import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { operations, sampleArm, sampleUnits } from '../../harness/compare/sample-arm.ts';
import type { Claim } from '../../harness/config/claim.ts';
import type { Recording } from '../../harness/record/recording.ts';
import { plainNames, sampleRecording, sampleRun } from '../../harness/report/sample-run.ts';
import type { RunEvent } from '../../harness/run/events.ts';
import { judgeAnew } from './judge-anew.ts';

const test = suite('claims of the reference');

const { header } = sampleRecording(sampleRun(plainNames));
const [scenario] = header.scenarios;
if (!scenario) throw new Error('the sample has a scenario');
const launched: RunEvent = {
  kind: 'launched',
  scenario: scenario.name,
  launch: 0,
  sameWork: { compared: 20, different: 0, differences: [] },
  stalls: { baseline: null, candidate: null },
  warmUp: { ms: 1000, steady: null },
  counts: null,
};
/** The candidate answers in half the time. */
const arms = sampleUnits(7, (side, unit) =>
  sampleArm({ side, unit }, operations(20, side === 'baseline' ? 800 : 400)),
).map((arm): RunEvent => ({ kind: 'arm', arm }));
const compared: Recording = { header, events: [...arms, launched] };
const attributed: Recording = {
  header: {
    ...compared.header,
    scenarios: [],
    attribution: {
      scenario: scenario.name,
      flags: {},
      seed: '1',
      factors: ['pipeline', 'pool'].map((fix, index) => ({ fix, finding: index + 1 })),
      metrics: ['response.p50'],
      thorough: false,
      crossCheck: false,
      claims: [],
      checkClaims: true,
    },
  },
  events: [],
};

const claimOf = (named: string, lo: number, hi: number): Claim => ({
  finding: null,
  quote: 'q',
  scope: 's',
  measure: {
    of: 'comparison',
    scenario: named,
    from: [],
    to: 'all',
    metric: 'response.p50',
    as: 'speedup',
  },
  lo,
  hi,
});

const judge = (named: string, events = compared.events) =>
  judgeAnew(attributed, [{ ...compared, events }], [claimOf(named, 100, 100)])[0];

test('what all fixes give is taken from the comparison of that scenario, by the claims of today', () => {
  const judged = judge(scenario.name);
  assert.is(judged?.verdict, 'less than claimed', judged?.evidence);
  assert.match(judged?.evidence ?? '', /800 against 400 ms over all operations of 7 and 7 arms/);
});

test('what no comparison of the reference is about, or a failed one, stays not measured', () => {
  assert.is(judge('another')?.verdict, 'not measured');
  const failure = { code: 5, message: 'it died' };
  const failed: RunEvent = { kind: 'failed', scenario: scenario.name, launch: 0, failure };
  assert.is(judge(scenario.name, [...compared.events, failed])?.verdict, 'not measured');
});

test('a comparison has no claims', () => {
  assert.throws(() => judgeAnew(compared, [], []), /by an attribution/);
});

test.run();
