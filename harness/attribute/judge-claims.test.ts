import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { idleServer, operations, pairs, sampleArm, sampleUnits } from '../compare/sample-arm.ts';
import type { Claim, Measure } from '../config/claim.ts';
import type { AskedAttribution } from '../record/recording.ts';
import { judgeClaims } from './judge-claims.ts';
import type { MeasuredComparison } from './measured-contrasts.ts';
import { allFixes, isOn, type Mix } from './mix.ts';
import { planAttribution } from './plan-attribution.ts';

const test = suite('claims');

const asked: AskedAttribution = {
  scenario: 'whole',
  flags: {},
  seed: '1',
  factors: ['pipeline', 'retry', 'pool'].map((fix, index) => ({ fix, finding: index + 1 })),
  metrics: ['response.p50'],
  thorough: false,
  crossCheck: false,
  claims: [],
  checkClaims: true,
};
const plan = planAttribution(asked);

/** Each fix halves the 800 ms of a server without any. */
const milliseconds = (mix: Mix): number =>
  800 / 2 ** [0, 1, 2].filter((fix) => isOn(mix, fix)).length;

function compared(from: Mix, to: Mix): MeasuredComparison {
  const arms = sampleUnits(7, (side, unit) =>
    sampleArm({ side, unit }, operations(20, milliseconds(side === 'baseline' ? from : to))),
  );
  return { from, to, load: pairs, arms, faults: [] };
}

/** All of the first stage. */
const designed = plan.comparisons.map(({ name, from, to }) => [name, compared(from, to)] as const);

const byPipeline: Measure = {
  of: 'attribution',
  scenario: 'whole',
  fixes: ['pipeline'],
  metric: 'response.p50',
  as: 'reduction',
};
const onPart: Measure = {
  of: 'comparison',
  scenario: 'part',
  from: [],
  to: ['retry'],
  metric: 'response.p50',
  as: 'reduction',
};

function judge(
  measure: Measure,
  [lo, hi]: readonly [number, number],
  comparisons: Readonly<Record<string, MeasuredComparison>> = {},
) {
  const claim: Claim = { finding: 1, quote: 'q', scope: 's', measure, lo, hi };
  const all = new Map([...designed, ...Object.entries(comparisons)]);
  const [judged] = judgeClaims({ asked: { ...asked, claims: [claim] }, plan, comparisons: all });
  if (!judged) throw new Error('a claim is judged');
  return judged;
}

const near = (actual: number | undefined, expected: number): void =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) < 1e-6, `${actual}`);

test('what a fix gives on average is judged by the attribution', () => {
  const { measured, verdict, measure } = judge(byPipeline, [40, 60]);
  near(measured?.value, 50);
  assert.is(verdict, 'confirmed');
  assert.is(measure, 'reduction of response.p50 on whole by pipeline');
  assert.is(judge(byPipeline, [60, 80]).verdict, 'less than claimed');
});

test('several fixes multiply, and are said in times', () => {
  const { measured, unit, verdict } = judge({ ...byPipeline, fixes: 'all', as: 'speedup' }, [8, 8]);
  assert.is(unit, 'times');
  near(measured?.value, 8);
  assert.is(verdict, 'confirmed');
});

test('on another scenario than the one that is attributed nothing is judged', () => {
  const { verdict, evidence } = judge({ ...byPipeline, scenario: 'other' }, [40, 60]);
  assert.is(verdict, 'not measured');
  assert.match(evidence, /about other/);
});

test('a part is judged on its own comparison', () => {
  const part = { 'part/claim-0-2': compared(0, 2) };
  const { measured, verdict, evidence } = judge(onPart, [40, 60], part);
  assert.is(verdict, 'confirmed', evidence);
  near(measured?.value, 50);
  assert.match(evidence, /800 against 400 ms over all operations of 7 and 7 arms/);
});

test('the whole is judged on the whole comparison', () => {
  const measure: Measure = { ...onPart, scenario: 'whole', to: 'all', as: 'value' };
  const { measured, verdict } = judge(measure, [0, 30], { whole: compared(0, allFixes(3)) });
  near(measured?.value, 100);
  assert.equal(
    Object.keys(measured ?? {}),
    ['value', 'lo', 'hi'],
    'as the schema of run.json has it',
  );
  assert.is(verdict, 'less than claimed');
});

test('where nothing may be left, it is no number of times', () => {
  const connecting = (connects: number) => ({ server: { ...idleServer, connects } });
  const arms = sampleUnits(7, (side, unit) =>
    sampleArm({ side, unit }, operations(20, 10), connecting(side === 'baseline' ? 40 : 0)),
  );
  const part = { 'part/claim-0-2': { ...compared(0, 2), arms } };
  const connects: Measure = { ...onPart, metric: 'db.connectsPerOperation' };
  assert.is(judge(connects, [50, 100], part).measured?.value, 100);
  const { verdict, measured, evidence } = judge({ ...connects, as: 'speedup' }, [2, 4], part);
  assert.is(measured, null);
  assert.is(verdict, 'not measured');
  assert.match(evidence, /2 against 0 .*: nothing may be left/);
});

test('what was not measured says how it can be', () => {
  assert.is(judge(onPart, [40, 60]).verdict, 'not measured');
  assert.match(judge(onPart, [40, 60]).evidence, /--claims/);
  assert.match(judge({ ...onPart, to: ['unknown'] }, [40, 60]).evidence, /no factors/);
  const faulty = { 'part/claim-0-2': { ...compared(0, 2), faults: ['the sides disagree'] } };
  assert.is(judge(onPart, [40, 60], faulty).evidence, 'the sides disagree');
});

test('what cannot be measured says why', () => {
  const { verdict, evidence } = judge({ of: 'nothing', why: 'it is not here' }, [1, 1]);
  assert.is(verdict, 'not measurable');
  assert.is(evidence, 'it is not here');
});

test.run();
