import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sampleArm } from '../compare/sample-arm.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import { clockOf, momentsOf } from './clock.ts';

const test = suite('the clock of the timelines');

const arm = (side: Side, unit: number, seed: string, seconds: number): ArmResult => {
  const whole = sampleArm({ side, unit }, [], { seed });
  return { ...whole, load: { ...whole.load, startedUs: 5e6, endedUs: 5e6 + seconds * 1e6 } };
};

test('arms that did the same work begin together, whichever came first', () => {
  const { slots, seconds } = clockOf([
    arm('candidate', 0, 'x', 2),
    arm('baseline', 0, 'x', 3),
    arm('baseline', 1, 'y', 4),
    arm('candidate', 1, 'y', 2),
  ]);
  assert.equal(
    slots.map((slot) => [slot.start, slot.seconds]),
    [
      [0, 3],
      [3, 4],
    ],
  );
  assert.is(seconds, 7);
  for (const { arms } of slots) assert.is(arms.baseline?.unit, arms.candidate?.unit);
});

test('work that a side did twice has two places', () => {
  assert.is(clockOf([arm('baseline', 0, 'x', 1), arm('baseline', 0, 'x', 1)]).slots.length, 2);
});

test('moments lie within the place of their arm; what is no number is left out', () => {
  const clock = clockOf([arm('baseline', 0, 'x', 1), arm('baseline', 1, 'y', 1)]);
  const given = [-1, 0.5, 9, Number.NaN].map((seconds) => ({ seconds, value: 1 }));
  const endless = { seconds: 0.1, value: Number.POSITIVE_INFINITY };
  assert.equal(
    momentsOf(clock, 'baseline', () => [...given, endless]).map((moments) =>
      moments.map(({ seconds }) => seconds),
    ),
    [
      [0, 0.5, 1],
      [1, 1.5, 2],
    ],
  );
  assert.equal(
    momentsOf(clock, 'candidate', () => given),
    [],
  );
});

test('nothing was measured', () => assert.equal(clockOf([]), { slots: [], seconds: 0 }));

test.run();
