import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { madeUpUnits } from './made-up-units.ts';
import { armsTooShort, reasonsToDistrust } from './trust.ts';
import type { GateUnit } from './unit-values.ts';

const test = suite('trust');

const random = seededRandom('trust');
const units = (count: number, ratio = 1) => madeUpUnits(count, ratio, random);

test('a constant ratio and a server like itself are trusted', () => {
  assert.equal(reasonsToDistrust(units(60, 1.3), units(8), random), []);
});

test('a server unlike itself is not', () => {
  const [reason] = reasonsToDistrust(units(60), units(8, 1.5), random);
  assert.match(reason ?? '', /differs from itself in 8 control units \(p = 0\.0078\)/);
});

test('seven control units are too few to say so', () => {
  assert.equal(reasonsToDistrust(units(60), units(7, 1.5), random), []);
});

test('a ratio that grows within the arms says that they are too short', () => {
  const growing = units(60).map((unit): GateUnit => {
    const { baseline = 1, candidate = 1 } = unit.late ?? {};
    return { ...unit, late: { baseline, candidate: 1.3 * candidate } };
  });
  const reasons = reasonsToDistrust(growing, [], random);
  assert.is(reasons.length, 1);
  assert.ok(reasons[0]?.startsWith(armsTooShort));
});

test('a ratio that grows over the run is a drift', () => {
  const drifting = units(60).map((unit, index): GateUnit => {
    const { baseline = 1, candidate = 1 } = unit.values['response.p50'] ?? {};
    const value = { baseline, candidate: candidate * (1 + index / 60) };
    return { ...unit, values: { 'response.p50': value } };
  });
  assert.match(reasonsToDistrust(drifting, [], random).join(), /drifts over the run/);
});

test('no unit at all is for others to complain about', () => {
  assert.equal(reasonsToDistrust([], [], random), []);
});

test.run();
