import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArmResult, LoadResult } from '../record/arm-result.ts';
import { operation, operations, sampleArm, sampleLoad } from './sample-arm.ts';
import { sumCounts, sumFailures } from './side-load.ts';

const test = suite('load of a side');

/** An arm of 100 operations with these failures; as many errored. */
function armOf(failures: LoadResult['failures'], change: Partial<ArmResult> = {}): ArmResult {
  const errored = failures.reduce((sum, { count }) => sum + count, 0);
  const records = [
    ...Array.from({ length: errored }, () => operation(5, { outcome: 'errored' })),
    ...operations(100 - errored, 5),
  ];
  const load = sampleLoad(records, { failures });
  return sampleArm({ side: 'baseline', unit: 0 }, records, { load, ...change });
}

const invalid = { validity: { state: 'invalid', reasons: ['a core was busy'] } } as const;

test('failures are summed over the arms of a side, the most frequent first', () => {
  const arms = [
    armOf([{ message: 'timed out', count: 3 }]),
    armOf([
      { message: 'refused', count: 4 },
      { message: 'timed out', count: 2 },
    ]),
    armOf([{ message: 'of the other side', count: 9 }], { side: 'candidate' }),
  ];
  assert.equal(sumFailures('baseline', arms), [
    { message: 'timed out', count: 5 },
    { message: 'refused', count: 4 },
  ]);
  assert.equal(sumFailures('baseline', [armOf([])]), []);
});

test('they are those of the arms that were judged, as the counts are', () => {
  const spoiled = armOf([{ message: 'refused', count: 50 }], invalid);
  assert.equal(sumFailures('baseline', [spoiled, armOf([])]), []);
  assert.equal(sumFailures('baseline', [spoiled]), [{ message: 'refused', count: 50 }]);
});

test('those beyond the fifth, and those that the generator did not name, are others', () => {
  const named = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((message, index) => ({
    message,
    count: 9 - index,
  }));
  const failures = sumFailures('baseline', [
    armOf([...named, { message: 'other failures', count: 10 }]),
  ]);
  assert.equal(failures.slice(0, 5), named.slice(0, 5));
  assert.equal(failures.slice(5), [{ message: 'other failures', count: 4 + 3 + 10 }]);
});

test('whatever a server says: one short line, and the numbers add up to those of the counts', () =>
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { maxLength: 12 }),
      (messages) => {
        const arms = [
          armOf(messages.map((message, index) => ({ message, count: 1 + (index % 7) }))),
        ];
        const failures = sumFailures('baseline', arms);
        const { planned, completed } = sumCounts('baseline', arms);
        const failed = failures.reduce((sum, { count }) => sum + count, 0);
        assert.is(failed, planned - completed);
        for (const { message } of failures) {
          assert.ok(Array.from(message).length <= 200);
          assert.not.match(message, /[\p{Cc}\p{Cf}]/u);
        }
      },
    ),
  ));

test('what moves a cursor or turns text round does not get through', () => {
  const hostile = '\u001b[2J\u001b[31mall is well\r\nvalid\u202e\u2028';
  assert.is(
    sumFailures('baseline', [armOf([{ message: hostile, count: 1 }])])[0]?.message,
    '[2J [31mall is well valid',
  );
  const long = 'x'.repeat(1000);
  const [failure] = sumFailures('baseline', [armOf([{ message: long, count: 1 }])]);
  assert.is(failure?.message, `${'x'.repeat(199)}…`);
});

test.run();
