import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { operation, sampleArm } from '../compare/sample-arm.ts';
import type { ArmResult, OperationRecord, Side } from '../record/arm-result.ts';
import { clockOf } from './clock.ts';
import { heatMaps } from './heat-map.ts';
import { linearAxis } from './scale.ts';

const test = suite('heat maps');

const at = (seconds: number, ms: number, change: Partial<OperationRecord> = {}) =>
  operation(ms, { plannedUs: seconds * 1e6, ...change });

const arm = (side: Side, operations: readonly OperationRecord[]): ArmResult => {
  const whole = sampleArm({ side, unit: 0 }, operations);
  return { ...whole, load: { ...whole.load, startedUs: 0, endedUs: 10e6 } };
};

/** Ten columns of a second each. */
const draw = (...arms: ArmResult[]): string =>
  heatMaps(clockOf(arms), linearAxis(0, 10, 70, 770), 0, 10).markup;

/** Cells by strength: column, row and how many in a line. */
const cellsOf = (markup: string): readonly (readonly [string, string])[] =>
  [...markup.matchAll(/<path d="([^"]+)"[^>]*stroke-opacity="([\d.]+)"/g)].map(
    ([, d = '', strength = '']) => [strength, d] as const,
  );

test('time goes to the right, the slowest is on top, the most are the darkest', () => {
  const many = Array.from({ length: 16 }, () => at(0.5, 10));
  const cells = cellsOf(
    draw(arm('baseline', [...many, at(1.5, 10), at(5.5, 1000), at(9.9, 1000)])),
  );
  assert.equal(cells, [
    ['0.45', 'M5 0h1M9 0h1M1 11h1'],
    ['1', 'M0 11h1'],
  ]);
});

test('neighbours of one strength are one line', () => {
  const cells = cellsOf(draw(arm('candidate', [at(2.5, 10), at(3.5, 10), at(4.5, 10), at(8, 20)])));
  assert.equal(cells, [['1', 'M8 0h1M2 11h3']]);
});

test('what failed, and what took no time, is not drawn', () => {
  assert.is(draw(), '');
  assert.is(draw(arm('baseline', [at(1, 10, { outcome: 'timedOut' })])), '');
  assert.is(draw(arm('baseline', [at(1, 0)])), '');
});

test('both sides have one scale, told at the left', () => {
  const markup = draw(arm('baseline', [at(1, 2000)]), arm('candidate', [at(1, 20)]));
  assert.is(markup.match(/>2 s</g)?.length, 2);
  assert.is(markup.match(/>20 ms</g)?.length, 2);
  assert.equal(
    cellsOf(markup).map(([, d]) => d),
    ['M1 0h1', 'M1 11h1'],
  );
});

test.run();
