import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Gauge } from './gauge.ts';

const test = suite('gauge');

test('keeps the maximum until it is taken, then starts from the present level', () => {
  const gauge = new Gauge();
  for (const step of ['rise', 'rise', 'rise', 'fall'] as const) gauge[step]();
  assert.is(gauge.takeMax(), 3);
  assert.is(gauge.takeMax(), 2);
  gauge.fall();
  gauge.fall();
  assert.is(gauge.takeMax(), 2);
  assert.is(gauge.takeMax(), 0);
});

test('what is not to be seen does not raise the maximum', () => {
  const gauge = new Gauge();
  gauge.rise(2);
  gauge.rise(2);
  gauge.rise(2);
  gauge.fall();
  assert.is(gauge.takeMax(), 1);
});

test.run();
