import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArmResult } from '../record/arm-result.ts';
import { operation, operations, sampleArm } from './sample-arm.ts';
import { type FailedShares, scenarioValidity } from './validity.ts';

const test = suite('validity of a scenario');

/** A unit whose sides completed and failed so many operations. */
const unitOf = (
  baseline: readonly [completed: number, failed: number],
  candidate: readonly [completed: number, failed: number],
): readonly ArmResult[] =>
  (['baseline', 'candidate'] as const).map((side) => {
    const [completed, failed] = side === 'baseline' ? baseline : candidate;
    const failures = Array.from({ length: failed }, () => operation(5, { outcome: 'errored' }));
    return sampleArm({ side, unit: 0 }, [...operations(completed, 5), ...failures]);
  });

const usual: FailedShares = { baseline: 0.01, candidate: 0.01 };
const table: readonly [string, readonly ArmResult[], FailedShares, readonly RegExp[]][] = [
  ['both sides worked', unitOf([100, 0], [100, 0]), usual, []],
  [
    'nothing was planned',
    unitOf([0, 0], [0, 0]),
    usual,
    [
      /^baseline: no operation was planned .*raise --rate or --duration/,
      /^candidate: no operation/,
    ],
  ],
  ['one side did nothing', unitOf([9, 0], [0, 0]), usual, [/^candidate: no operation was planned/]],
  [
    'nothing completed, whatever may fail',
    unitOf([9, 0], [0, 9]),
    { ...usual, candidate: 1 },
    [/^candidate: none of 9 operations completed/],
  ],
  ['a percent failed', unitOf([100, 0], [99, 1]), usual, []],
  ['more failed', unitOf([100, 0], [95, 5]), usual, [/^candidate: 5 of 100 .* 1 % may fail/]],
  ['more was allowed', unitOf([100, 0], [95, 5]), { ...usual, candidate: 0.1 }, []],
  [
    'to the other side',
    unitOf([100, 0], [95, 5]),
    { ...usual, baseline: 0.1 },
    [/^candidate: 5 of 100/],
  ],
];

for (const [name, arms, mayFail, expected] of table) {
  test(name, () => {
    const { state, reasons } = scenarioValidity(arms, [], [], mayFail);
    assert.is(state, expected.length === 0 ? 'valid' : 'invalid');
    assert.is(reasons.length, expected.length, reasons.join('; '));
    for (const [index, pattern] of expected.entries()) assert.match(reasons[index] ?? '', pattern);
  });
}

test.run();
