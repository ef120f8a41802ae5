import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { FixClass } from '../record/attribution.ts';
import type { Interval } from '../stats/interval.ts';
import { classify } from './classify.ts';

const test = suite('classify');

/** Log ratios: below 0 a fix takes time away. */
const about = (value: number): Interval => ({ lo: value - 0.05, hi: value + 0.05 });

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
      alone: alone === null ? null : about(alone),
      without: without === null ? null : about(without),
      isProven: true,
    };
    assert.is(classify('response.p95', measured), expected);
  });
}

test('a fix that seems to cost time is harmful where that is proven', () => {
  const seeming = { effect: about(0.3), alone: null, without: null };
  assert.is(classify('response.p95', { ...seeming, isProven: true }), 'harmful');
  assert.is(classify('response.p95', { ...seeming, isProven: false }), 'not classed');
  const checked = { ...seeming, alone: about(0.01), without: about(0.01), isProven: false };
  assert.is(classify('response.p95', checked), 'no effect found');
  assert.is(classify('response.p95', { ...checked, alone: about(0.3) }), 'harmful');
  assert.is(classify('response.p95', { ...checked, without: about(0.3) }), 'harmful');
});

test('more is better where the metric says so', () => {
  const measured = {
    ...{ effect: about(0.3), alone: about(0.3), without: about(0.3) },
    isProven: true,
  };
  assert.is(classify('throughput', measured), 'works alone');
  assert.is(classify('ws.messagesPerSecond', measured), 'not classed');
});

test.run();
