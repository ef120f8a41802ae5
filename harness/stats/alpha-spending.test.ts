import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { spendAlpha } from './alpha-spending.ts';

const test = suite('alpha spending');

test('equals published bounds', () => {
  // Five equal looks, one-sided .025: z = 4.877, 3.357, 2.680, 2.290, 2.031 (Jennison and Turnbull,
  // Group Sequential Methods, 2000, table 7.3 by the same spending function), as levels.
  const levels = spendAlpha([0.2, 0.4, 0.6, 0.8, 1], 0.025);
  const published = [5.39e-7, 3.94e-4, 3.681e-3, 1.1011e-2, 2.1127e-2];
  for (const [index, level] of levels.entries()) {
    assert.ok(Math.abs(level / (published[index] ?? 0) - 1) < 0.003, `${level}`);
  }
});

test('one look has all of it', () => {
  assert.ok(Math.abs((spendAlpha([1], 0.05)[0] ?? 0) - 0.05) < 1e-6);
});

test('four looks at sums of normal values raise as many false alarms as all may', () => {
  const shares = [0.4, 0.6, 0.8, 1];
  const levels = spendAlpha(shares, 0.05);
  const bounds = [2.888, 2.298, 1.961, 1.739];
  const random = seededRandom('spending');
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const studies = 20_000;
  let alarms = 0;
  for (let study = 0; study < studies; study++) {
    let [sum, before] = [0, 0];
    const crossed = shares.some((share, look) => {
      sum += normal() * Math.sqrt(share - before);
      before = share;
      return sum / Math.sqrt(share) > (bounds[look] ?? 0);
    });
    if (crossed) alarms += 1;
  }
  assert.equal(
    levels.map((level) => level.toFixed(4)),
    ['0.0019', '0.0108', '0.0249', '0.0410'],
  );
  // 5 % and two and a half standard errors of 20,000.
  assert.ok(Math.abs(alarms / studies - 0.05) < 0.004, `${alarms / studies}`);
});

test.run();
