import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { idleServer, operations, pairs, sampleArm } from '../compare/sample-arm.ts';
import { seededRandom } from '../load/random.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import type { GateLimit } from '../record/run.ts';
import type { LaunchStalls } from '../run/events.ts';
import { judgeLimits } from './judge-limits.ts';
import { stateOf } from './judge-table.ts';
import { parseLimit } from './limit.ts';
import { nothingYet } from './made-up-units.ts';
import type { GateMaterial } from './material.ts';
import { unitsOf } from './unit-values.ts';

const test = suite('judge limits');

const load = { ...pairs, cutMs: 0 };

/** Units A B of which `respond` says how long every operation of a side takes, in ms. */
function armsOf(
  count: number,
  respond: (side: Side, unit: number) => number,
  change: (side: Side, unit: number) => Partial<ArmResult> = () => ({}),
): readonly ArmResult[] {
  return Array.from({ length: count }, (_, unit) =>
    (['baseline', 'candidate'] as const).map((side) =>
      sampleArm({ side, unit }, operations(50, respond(side, unit)), change(side, unit)),
    ),
  ).flat();
}

function judge(
  arms: readonly ArmResult[],
  stalls: readonly LaunchStalls[],
  ...limits: string[]
): readonly GateLimit[] {
  const random = seededRandom('judge');
  const parsed = limits.map(parseLimit);
  const metrics = parsed.map(({ metric }) => metric);
  const units = unitsOf(arms, load, metrics);
  return judgeLimits(parsed, {
    units,
    stalls,
    counts: [],
    metrics: {},
    level: 0.05,
    last: true,
    random,
  });
}

const noise = seededRandom('noise');
const noisy = (ratio: number) => (side: Side, _unit: number) =>
  10 * Math.exp(0.02 * (noise() - 0.5)) * (side === 'candidate' ? ratio : 1);

test('a limit is broken, kept, or neither for sure', () => {
  const limits = ['response.p50.ratio<=1.05', 'response.p95.ratio<=1.05'];
  const states = (ratio: number, count: number) =>
    judge(armsOf(count, noisy(ratio)), [], ...limits).map(({ state }) => state);
  assert.equal(states(1.2, 20), ['broken', 'broken']);
  assert.equal(states(1, 20), ['kept', 'kept']);
  assert.equal(states(0.5, 20), ['kept', 'kept']);
  assert.equal(states(1.05, 20), ['unsure', 'unsure']);
});

test('at least is the other direction', () => {
  const [limit] = judge(armsOf(20, noisy(1.2)), [], 'response.p50.ratio>=1.3');
  assert.is(limit?.state, 'broken');
});

test('too few units are unsure, and what neither side has is not judged', () => {
  const [few] = judge(armsOf(4, noisy(1.2)), [], 'response.p50.ratio<=1.05');
  assert.equal([few?.state, few?.reason], ['unsure', '4 units; 5 are needed: measure longer']);
  const [none] = judge(armsOf(20, noisy(1)), [], 'db.statementsPerOperation.ratio<=1.01');
  assert.equal([none?.state, none?.reason], ['not judged', 'neither side has it here']);
});

test('a candidate is none the faster for failing', () => {
  const failing = armsOf(20, noisy(0.1)).map((arm) =>
    arm.side === 'baseline'
      ? arm
      : {
          ...arm,
          load: {
            ...arm.load,
            operations: arm.load.operations.map((operation, index) =>
              index % 10 === 0 ? { ...operation, outcome: 'errored' as const } : operation,
            ),
          },
        },
  );
  const [p50, p95] = judge(failing, [], 'response.p50.ratio<=1.05', 'response.p95.ratio<=1.05');
  assert.is(p50?.state, 'kept');
  assert.is(p95?.state, 'broken');
});

test('one more of what is counted is seen at once', () => {
  const counting = (extra: number) =>
    armsOf(
      10,
      () => 10,
      (side) => ({
        server: {
          ...idleServer,
          statements: 50 * (side === 'candidate' ? 40 + extra : 40),
          connects: 1,
        },
      }),
    );
  const limit = 'db.statementsPerOperation.ratio<=1.01';
  assert.is(judge(counting(1), [], limit)[0]?.state, 'broken');
  assert.is(judge(counting(0), [], limit)[0]?.state, 'kept');
  const [equal] = judge(counting(0), [], 'db.statementsPerOperation.ratio<=1');
  assert.equal([equal?.state, equal?.reason], ['kept', 'the same in every unit']);
});

test('launches that differ by more than their units tell are no independent evidence', () => {
  const apart = armsOf(
    40,
    (side, unit) => noisy(unit < 20 ? 1 : 1.5)(side, unit),
    (_side, unit) => ({
      launch: unit < 20 ? 0 : 1,
    }),
  );
  const [p50] = judge(apart, [], 'response.p50.ratio<=1.05');
  assert.is(p50?.state, 'unsure');
  assert.match(p50?.reason ?? '', /launches differ by more than their units tell/);
});

test('no failure among few operations does not say how many fail', () => {
  const errors = (operations: number): GateMaterial['metrics'] => {
    const none = { value: 0, lo: 0, hi: 0, units: 1, operations };
    const side = { unit: 'ratio', better: 'lower', ratio: null, verdict: 'same' } as const;
    return { 'errors.rate': { ...side, baseline: none, candidate: none } };
  };
  const limits = [parseLimit('errors.rate.candidate<=1%')];
  const after = (operations: number) =>
    judgeLimits(limits, { ...nothingYet, metrics: errors(operations) })[0]?.state;
  assert.equal([after(43), after(400)], ['unsure', 'kept']);
  // Exactly 95 %: 0 of 368 is under 1 % (1 - 0.025^(1/368) = 0.00997). An early look asks for 99.62 %.
  const early = { ...nothingYet, metrics: errors(368), level: 0.0019 };
  assert.equal([after(368), judgeLimits(limits, early)[0]?.state], ['kept', 'unsure']);
});

test('a limit of one side is held against its interval', () => {
  const figure = { value: 10, lo: 9, hi: 11, units: 20, operations: 100 };
  const side = { unit: 'ms', better: 'lower', ratio: null, verdict: 'unsure' } as const;
  const metrics = { 'response.p50': { ...side, baseline: figure, candidate: figure } };
  const material = {
    units: [],
    stalls: [],
    counts: [],
    metrics,
    level: 0.05,
    last: true,
    random: seededRandom('x'),
  };
  const state = (text: string) => judgeLimits([parseLimit(text)], material)[0]?.state;
  assert.is(state('response.p50.candidate<=12ms'), 'kept');
  assert.is(state('response.p50.candidate<=8ms'), 'broken');
  assert.is(state('response.p50.candidate<=10ms'), 'unsure');
  assert.is(state('response.p50.baseline>=9'), 'kept');
  assert.is(state('response.p95.candidate<=1s'), 'not judged');
  // z(0.9981) / z(0.975) = 1.477: at a look of that level it is 10 +- 1.477.
  const early = (text: string) =>
    judgeLimits([parseLimit(text)], { ...material, level: 0.0019 })[0]?.state;
  assert.is(early('response.p50.candidate<=11.4ms'), 'unsure');
  assert.is(early('response.p50.candidate<=11.5ms'), 'kept');
});

test('the worst limit decides, and nothing shown is nothing passed', () => {
  const of = (asked: boolean, ...states: GateLimit['state'][]) =>
    stateOf(
      states.map((state) => ({
        limit: 'throughput.ratio>=1',
        metric: 'throughput',
        state,
        measured: null,
        pValue: null,
      })),
      asked,
    );
  assert.is(of(true, 'kept', 'unsure', 'broken'), 'failed');
  assert.is(of(true, 'kept', 'unsure'), 'unsure');
  assert.is(of(false, 'kept', 'not judged'), 'passed');
  assert.is(of(true, 'kept', 'not judged'), 'unsure');
  assert.is(of(false, 'not judged'), 'unsure');
  const limit = { measured: null, pValue: null } as const;
  const nothingAnswered: GateLimit[] = [
    { ...limit, limit: 'a', metric: 'response.p50', state: 'not judged' },
    { ...limit, limit: 'b', metric: 'loop.stalls', state: 'kept' },
  ];
  assert.is(stateOf(nothingAnswered, false), 'unsure');
});

test('equal versions in bursts of noise fail no more often than they may', () => {
  const random = seededRandom('bursts');
  const gates = 150;
  let failed = 0;
  for (let gate = 0; gate < gates; gate++) {
    let burst = 0;
    const arms = armsOf(24, (side) => {
      if (side === 'baseline') burst = random() < 0.2 ? 2 * random() : burst * 0.6;
      return 10 * Math.exp(burst * random() + 0.05 * random());
    });
    const limits = ['response.p50.ratio<=1', 'response.p95.ratio<=1', 'service.p50.ratio<=1'];
    if (stateOf(judge(arms, [], ...limits), true) === 'failed') failed += 1;
  }
  // 5 % and two and a half standard errors of 150.
  assert.ok(failed / gates <= 0.095, `${failed} of ${gates}`);
});

test.run();
