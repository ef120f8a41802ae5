import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FixClass } from '../record/attribution.ts';
import type { Interval } from '../stats/interval.ts';
import { classify } from './classify.ts';
import type { CrossCheck } from './cross-check.ts';

const test = suite('classify');

/** Log ratios: below 0 a fix takes time away. */
const about = (value: number, reach = 0.05): Interval => ({ lo: value - reach, hi: value + reach });

const checked = (value: number, reach = 0.05): CrossCheck => ({
  own: { value, ...about(value, reach) },
  amongAll: about(value, 2 * reach),
});

const cases: readonly [string, number, number | null, number | null, FixClass][] = [
  ['gives the same wherever it is', -0.3, -0.3, -0.3, 'works alone'],
  ['gives more when the others are on', -0.3, -0.02, -0.6, 'masked'],
  ['gives nothing once the others are on', -0.3, -0.6, -0.01, 'redundant'],
  ['costs time once the others are on', -0.1, -0.6, 0.3, 'harmful'],
  ['costs time', 0.3, 0.3, 0.3, 'harmful'],
  ['may be nothing', -0.01, -0.02, 0.01, 'no effect found'],
  ['may be nothing, and was not cross-checked', -0.01, null, null, 'no effect found'],
  ['gives something, and was not cross-checked', -0.3, null, null, 'not classed'],
];

for (const [what, effect, alone, without, expected] of cases) {
  test(`a fix that ${what}: ${expected}`, () => {
    const measured = {
      effect: about(effect),
      alone: alone === null ? null : checked(alone),
      without: without === null ? null : checked(without),
      isProven: true,
    };
    assert.is(classify('response.p95', measured), expected);
  });
}

test('a fix that seems to cost time is harmful where that is proven', () => {
  const seeming = { effect: about(0.3), alone: null, without: null };
  assert.is(classify('response.p95', { ...seeming, isProven: true }), 'harmful');
  assert.is(classify('response.p95', { ...seeming, isProven: false }), 'not classed');
  const both = { ...seeming, alone: checked(0.01), without: checked(0.01), isProven: false };
  assert.is(classify('response.p95', both), 'not classed');
  assert.is(classify('response.p95', { ...both, alone: checked(0.3) }), 'harmful');
  assert.is(classify('response.p95', { ...both, without: checked(0.3) }), 'harmful');
  // Its own interval is above 0, but among all fixes that is not told from chance.
  assert.is(classify('response.p95', { ...both, without: checked(0.08) }), 'not classed');
});

test('a class is only given by intervals that have what it means', () => {
  const gain = { effect: about(-0.2), isProven: true };
  const wide = { alone: checked(-0.2, 0.3), without: checked(-0.35, 0.25) };
  assert.is(classify('response.p95', { ...gain, ...wide }), 'not classed');
  // More than alone, where it costs, but nothing yet.
  const apart = { alone: checked(0.35, 0.15), without: checked(0, 0.1) };
  assert.is(classify('response.p95', { ...gain, ...apart }), 'not classed');
  // Nothing on average, but something with all others on, or less than nothing alone.
  const nothing = { effect: about(0.01), isProven: false };
  const last = { alone: checked(0, 0.4), without: checked(-0.3, 0.2) };
  assert.is(classify('response.p95', { ...nothing, ...last }), 'not classed');
  const first = { alone: checked(0.08), without: checked(0.01) };
  assert.is(classify('response.p95', { ...nothing, ...first }), 'not classed');
  const none = { alone: checked(0.02), without: checked(0.01) };
  assert.is(classify('response.p95', { ...nothing, ...none }), 'no effect found');
});

test('more is better where the metric says so', () => {
  const measured = {
    ...{ effect: about(0.3), alone: checked(0.3), without: checked(0.3) },
    isProven: true,
  };
  assert.is(classify('throughput', measured), 'works alone');
  assert.is(classify('ws.messagesPerSecond', measured), 'not classed');
});

test.run();
