import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { OperationRecord } from '../record/arm-result.ts';
import { operation, sampleArm, sampleUnits } from './sample-arm.ts';
import { unitRatios } from './unit-ratios.ts';

const test = suite('the ratio unit by unit');

/** The candidate takes 1/2, 1/3, 1/4 ... of the baseline's median. */
const units = (count: number, change: Partial<OperationRecord> = {}) =>
  sampleUnits(count, (side, unit) =>
    sampleArm(
      { side, unit },
      [60, 120, 600].map((ms) => operation(side === 'candidate' ? ms / (unit + 2) : ms, change)),
    ),
  );

test('is that of the median, in the order of the units', () => {
  const ratios = unitRatios(units(3), 2000);
  assert.equal(
    ratios.map(({ unit, value }) => [unit, value.toPrecision(4)]),
    [
      [0, '0.5000'],
      [1, '0.3333'],
      [2, '0.2500'],
    ],
  );
});

test('launches are apart from each other', () => {
  const second = units(2).map((arm) => ({ ...arm, launch: 1 }));
  const ratios = unitRatios([...units(1), ...second], 2000);
  assert.equal(
    ratios.map(({ launch, unit }) => `${launch}/${unit}`),
    ['0/0', '1/0', '1/1'],
  );
});

test('an arm that is invalid, empty, cut or failed leaves its unit out', () => {
  const [first, ...others] = units(2);
  if (!first) throw new Error('there are arms');
  const invalid = { ...first, validity: { state: 'invalid', reasons: ['late'] } } as const;
  assert.equal(
    unitRatios([invalid, ...others], 2000).map(({ unit }) => unit),
    [1],
  );
  assert.equal(unitRatios(units(2), 4000), []);
  assert.equal(unitRatios(units(2, { outcome: 'errored' }), 2000), []);
  assert.equal(unitRatios([], 0), []);
});

test.run();
