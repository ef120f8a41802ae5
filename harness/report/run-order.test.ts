import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { UnitRatio } from '../compare/unit-ratios.ts';
import { type MeasuredOrder, runOrder } from './run-order.ts';

const test = suite('the order of the units');

const order = (name: string, values: readonly number[], perLaunch = 100): MeasuredOrder => ({
  name,
  ratios: values.map(
    (value, index): UnitRatio => ({ launch: Math.floor(index / perLaunch), unit: index, value }),
  ),
});

const dots = (text: string) => text.match(/h0/g)?.length ?? 0;
const rings = (text: string) => text.match(/<circle/g)?.length ?? 0;

test('a dot a unit, a line a launch, a ring where one is far from the others', () => {
  const calm = [0.5, 0.52, 0.48, 0.51, 0.49, 0.505, 0.495];
  const { markup } = runOrder([order('a', [...calm, 0.9], 4), order('b', calm)]);
  assert.is(dots(markup), 15);
  assert.is(rings(markup), 1);
  assert.is(markup.match(/v30/g)?.length, 1);
  assert.match(markup, /1 of 15 units lies far from the others/);
  assert.match(markup, /0\.5, 7 units/);
});

test('the sentence names the calmest and the least calm', () => {
  const { markup } = runOrder([order('wild', [1, 2, 1, 2]), order('calm', [1, 1.01, 1, 1.01])]);
  assert.match(
    markup,
    /within 0\.499 % of the mean ratio in calm, the calmest, and within 41\.4 % in wild\. 0 of 8/,
  );
});

test('without two units there is nothing to draw', () => {
  assert.is(runOrder([]).markup, '');
  assert.is(runOrder([order('a', [1])]).markup, '');
});

test('whatever the ratios, every dot is inside and every number one', () =>
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { minLength: 2, maxLength: 40 }),
      (values) => {
        const { markup } = runOrder([order('<b>', values)]);
        assert.is(dots(markup), values.length);
        assert.not.match(markup, /NaN|Infinity|<b>/);
        for (const [, x, y] of markup.matchAll(/M([\d.]+) ([\d.]+)h0/g)) {
          assert.ok(Number(x) >= 190 && Number(x) <= 690 && Number(y) >= 5 && Number(y) <= 35);
        }
      },
    ),
  ));

test.run();
