import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { maximumModulus } from './maximum-modulus.ts';

const test = suite('studentized maximum modulus');

const near = (value: number, expected: number, by: number): void =>
  assert.ok(Math.abs(value / expected - 1) < by, `${value}, not ${expected}`);

test("of one it is Student's quantile", () => {
  for (const freedom of [1, 2, 7, 50]) {
    assert.is(maximumModulus(0.95, 1, freedom), tQuantile(0.975, freedom));
  }
});

test('with many degrees of freedom it is that of independent normal values', () => {
  near(maximumModulus(0.95, 5, 100_000), 2.5688, 0.001);
});

test('it is what is drawn, and less than by Bonferroni', () => {
  const random = seededRandom('modulus');
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const among = 14;
  const freedom = 2;
  const draws = 20_000;
  const bound = maximumModulus(0.95, among, freedom);
  let within = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    const error = Math.hypot(...Array.from({ length: freedom }, normal)) / Math.sqrt(freedom);
    const largest = Math.max(...Array.from({ length: among }, () => Math.abs(normal())));
    within += Number(largest <= bound * error);
  }
  near(within / draws, 0.95, 0.005);
  assert.ok(bound < tQuantile(1 - 0.025 / among, freedom));
});

test.run();
