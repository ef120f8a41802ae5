import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { planDesign } from './design.ts';
import { designEffects, type Effects } from './effects.ts';
import { measure, normalOf } from './made-up-server.ts';
import { fitSurface, surfaceEffects } from './surface.ts';
import { toldFromChance } from './told-from-chance.ts';

const test = suite('told from chance');

/** Intervals of one error, the wider the more must hold at once. */
const withError =
  (values: readonly number[], error: number): Effects =>
  ([fix = 0], among = 1) => {
    const value = values[fix] ?? NaN;
    const reach = error * (1 + among / 10);
    return { value, lo: value - reach, hi: value + reach };
  };

test('of several fixes, one needs more than an interval without 0', () => {
  assert.equal(toldFromChance(withError([0.115, 0.5, -0.4, 0], 0.1), 4), [
    false,
    true,
    true,
    false,
  ]);
  assert.equal(toldFromChance(withError([0.115], 0.1), 1), [true]);
});

test('the first that is not told ends it: no weaker one is', () => {
  assert.equal(toldFromChance(withError([0.14, 0.14, 0.14], 0.11), 3), [false, false, false]);
});

test('an exact count is told, and 0 is not', () => {
  assert.equal(toldFromChance(withError([0.1, 0], 0), 2), [true, false]);
});

test('where no fix does anything, one experiment in twenty names any', () => {
  const experiments = 300;
  let wrong = 0;
  for (let each = 0; each < experiments; each += 1) {
    const random = seededRandom(`idle/${each}`);
    const normal = normalOf(random);
    const design = planDesign(6, random);
    const contrasts = design.pairs.map((pair) =>
      measure(() => 0, pair, { units: 5, noise: 0.03, launch: 0 }, normal),
    );
    const levels = design.pairs.flatMap(({ from, to }, pair) => [
      { mix: from, log: contrasts[pair]?.from ?? NaN },
      { mix: to, log: contrasts[pair]?.to ?? NaN },
    ]);
    const surface = fitSurface(levels, 6);
    const { effects } = designEffects(design, contrasts, surface, surfaceEffects(surface, 6));
    wrong += Number(toldFromChance(effects, 6).includes(true));
  }
  assert.ok(wrong / experiments <= 0.06, `${wrong} of ${experiments}`);
});

test.run();
