import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { MeasuredMetric } from '../record/run.ts';
import { sharedReason } from './shared-reason.ts';

const test = suite('a reason for all');

const figure = { value: 1, lo: 1, hi: 1, units: 1, operations: 1 };
const known: MeasuredMetric = {
  ...{ unit: 'ms', better: 'lower', ratio: null, verdict: 'not judged' },
  ...{ baseline: figure, candidate: figure },
};
const unknown = { ...known, baseline: null, candidate: null };

test('a reason is shared by two metrics at least, of those with numbers', () => {
  const apart = { ...known, reason: 'measured apart' };
  assert.is(sharedReason([apart, apart, { ...unknown, reason: 'no probe' }]), 'measured apart');
  assert.is(sharedReason([apart]), undefined);
  assert.is(sharedReason([apart, { ...apart, reason: 'too few values' }]), undefined);
  assert.is(sharedReason([known, known]), undefined);
  assert.is(sharedReason([apart, known]), undefined);
  const unsure = { ...apart, verdict: 'unsure' as const };
  assert.is(sharedReason([unsure, unsure]), undefined);
  assert.is(sharedReason([]), undefined);
});

test.run();
