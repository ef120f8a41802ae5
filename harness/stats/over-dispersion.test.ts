import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { drawFlips } from './max-t.ts';
import { overDispersionPValue } from './over-dispersion.ts';

const test = suite('over-dispersion');

const launches = Array.from({ length: 60 }, (_, unit) => Math.floor(unit / 15));
const random = seededRandom('over-dispersion');
const noise = (): number => random() + random() + random() - 1.5;
const pOf = (value: (unit: number) => number, groups = launches): number => {
  const differences = groups.map((_, unit) => value(unit));
  const weights = differences.map(() => 1);
  return overDispersionPValue(
    { differences, weights },
    groups,
    drawFlips(groups.length, 1000, random),
  );
};

test('launches with centres of their own are found', () => {
  assert.ok(pOf((unit) => noise() + (launches[unit] === 2 ? 2 : 0)) <= 0.01);
});

test('without, a level of 5 % is exceeded about so often', () => {
  const experiments = 400;
  let found = 0;
  for (let each = 0; each < experiments; each++) if (pOf(() => 3 + noise()) <= 0.05) found += 1;
  // 5 % and three standard errors of 400.
  assert.ok(found / experiments < 0.083, `${found} of ${experiments}`);
});

test('a burst of noise within one launch is none', () => {
  const experiments = 200;
  let found = 0;
  for (let each = 0; each < experiments; each++) {
    if (pOf((unit) => noise() * (launches[unit] === 1 ? 20 : 1)) <= 0.05) found += 1;
  }
  assert.ok(found / experiments < 0.1, `${found} of ${experiments}`);
});

test('units that all agree leave nothing but rounding', () => {
  assert.is(
    pOf(() => Math.log(1.01)),
    1,
  );
});

test('one launch has nothing to differ from', () => {
  assert.is(
    pOf(
      (unit) => unit,
      launches.map(() => 0),
    ),
    1,
  );
});

test.run();
