import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { countOutcomes, OperationLog, piecesOf, recordsOf } from './operation-columns.ts';

const test = suite('operation columns');

const outcomes = ['completed', 'errored', 'timedOut', 'dropped', 'unfinished'] as const;

const plan = [
  { key: 'a', atMs: 0 },
  { key: 'b', atMs: 2.5 },
  { key: 'c', atMs: 9 },
];

test('moments in ms become records in whole microseconds, counted from the plan', () => {
  const log = new OperationLog(plan);
  // Ended in another order than planned; c's moment never came.
  log.record(1, { outcome: 'timedOut', plannedMs: 2.5, sentMs: 3, endedMs: 10.0004, digest: '' });
  log.record(0, { outcome: 'completed', plannedMs: 0, sentMs: 0.25, endedMs: 4, digest: 'd' });
  const common = { overheadUs: null };
  assert.equal(recordsOf(log.columns(2)), [
    {
      ...common,
      key: 'a',
      plannedUs: 0,
      sendLagUs: 250,
      responseUs: 4000,
      serviceUs: 3750,
      outcome: 'completed',
      digest: 'd',
    },
    {
      ...common,
      key: 'b',
      plannedUs: 2500,
      sendLagUs: 500,
      responseUs: 7500,
      serviceUs: 7000,
      outcome: 'timedOut',
      digest: '',
    },
  ]);
  const counts = { planned: 2, completed: 1, errored: 0, timedOut: 1, dropped: 0, unfinished: 0 };
  assert.equal(countOutcomes(log.columns(2)), counts);
});

test('in pieces of any size, records and counts are those of the whole', () =>
  fc.assert(
    fc.property(
      fc.array(fc.record({ outcome: fc.constantFrom(...outcomes), digest: fc.string() })),
      fc.integer({ min: 1, max: 20 }),
      (ends, size) => {
        const log = new OperationLog(ends.map((_, index) => ({ key: `${index}`, atMs: index })));
        for (const [index, end] of ends.entries()) {
          log.record(index, { ...end, plannedMs: index, sentMs: index + 1, endedMs: index + 3 });
        }
        const whole = log.columns(ends.length);
        const pieces = [...piecesOf(whole, size)];
        assert.equal(pieces.flatMap(recordsOf), recordsOf(whole));
        assert.equal(
          recordsOf(whole).map(({ outcome, digest }) => ({ outcome, digest })),
          ends.map(({ outcome, digest }) => ({ outcome, digest })),
        );
        assert.is(pieces.length, Math.ceil(ends.length / size));
      },
    ),
  ));

test.run();
