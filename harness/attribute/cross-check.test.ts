import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { tInterval } from '../stats/t-interval.ts';
import { crossCheck } from './cross-check.ts';

const test = suite('cross-check');

const contrast = { logRatios: [-0.3, -0.2, -0.25, -0.35], from: 0, to: -0.275 };
const near = (actual: number | undefined, expected: number | undefined): void =>
  assert.ok(Math.abs((actual ?? NaN) - (expected ?? NaN)) < 1e-12, `${actual}, not ${expected}`);

test('where launches do not differ its interval is that of its units', () => {
  const checked = crossCheck(contrast, { error: 0, freedom: 16 }, 14);
  near(checked?.own.value, -0.275);
  near(checked?.own.hi, tInterval(contrast.logRatios, 0.95)?.hi);
  // Two cross-checks of each of 14 fixes.
  near(checked?.amongAll.hi, tInterval(contrast.logRatios, 1 - 0.05 / 28)?.hi);
});

test('what launches differ by comes on top', () => {
  const checked = crossCheck(contrast, { error: 0.1, freedom: 10 }, 14);
  const units = (tInterval(contrast.logRatios)?.hi ?? NaN) + 0.275;
  near(checked?.own.hi, -0.275 + Math.hypot(units, 0.1 * tQuantile(0.975, 10)));
});

test('a single unit has no interval', () => {
  const single = { logRatios: [-0.3], from: 0, to: -0.3 };
  assert.is(crossCheck(single, { error: 0.1, freedom: 10 }, 14), null);
});

test.run();
