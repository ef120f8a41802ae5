import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArmResult, OperationRecord, Outcome, Side } from '../record/arm-result.ts';
import { compareWork } from './same-work.ts';

const test = suite('compareWork');

const operation = (
  key: string,
  digest: string,
  outcome: Outcome = 'completed',
): OperationRecord => ({
  key,
  plannedUs: 0,
  sendLagUs: 0,
  responseUs: 1,
  serviceUs: 1,
  outcome,
  digest,
  overheadUs: null,
});
const arm = (side: Side, ...operations: OperationRecord[]) =>
  ({ side, load: { operations } }) as unknown as ArmResult;
const noRows = { baseline: {}, candidate: {} };

test('equal answers are counted and give no difference', () => {
  const arms = [arm('baseline', operation('k', 'x')), arm('candidate', operation('k', 'x'))];
  assert.equal(compareWork(arms, noRows), { compared: 1, different: 0, differences: [] });
});

test('a different answer for one run key is named', () => {
  const arms = [arm('baseline', operation('k', 'x')), arm('candidate', operation('k', 'y'))];
  assert.match(
    compareWork(arms, noRows).differences[0] ?? '',
    /answers of k: baseline x, candidate y/,
  );
});

test('what only one side completed is not compared: the counts tell of it', () => {
  const arms = [
    arm('baseline', operation('k', 'x')),
    arm('candidate', operation('k', 'y', 'timedOut')),
  ];
  assert.is(compareWork(arms, noRows).compared, 0);
});

test('rows that one side did not leave behind are a difference', () => {
  const arms = [arm('baseline', operation('k', 'x')), arm('candidate', operation('k', 'x'))];
  const { differences } = compareWork(arms, { baseline: { k: 'row' }, candidate: {} });
  assert.match(differences[0] ?? '', /rows of k: baseline row, candidate has none/);
});

test('rows of the warm-up are not compared', () => {
  assert.is(compareWork([], { baseline: { w: 'row' }, candidate: {} }).compared, 0);
});

test('many differences are counted, not listed', () => {
  const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
  const arms = [
    arm('baseline', ...keys.map((key) => operation(key, 'x'))),
    arm('candidate', ...keys.map((key) => operation(key, 'y'))),
  ];
  const { different, differences } = compareWork(arms, noRows);
  assert.is(different, 20);
  assert.is(differences.length, 6);
  assert.is(differences[5], 'and 15 more');
});

test.run();
