import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { GateLimit } from '../record/run.ts';
import type { LaunchStalls } from '../run/events.ts';
import { judgeStalls } from './judge-numbers.ts';
import { parseLimit } from './limit.ts';
import { nothingYet } from './made-up-units.ts';

const test = suite('judge stalls');

type Launches = readonly (readonly [baseline: number, candidate: number])[];

const launches = (counts: Launches): readonly LaunchStalls[] =>
  counts.map(([baseline, candidate]) => ({
    baseline: { count: baseline, watchedMs: 30_000 },
    candidate: { count: candidate, watchedMs: 30_000 },
  }));

const judge = (text: string, stalls: readonly LaunchStalls[], last = true) =>
  judgeStalls(parseLimit(`loop.stalls.ratio${text}`), { ...nothingYet, stalls, last });

const table: readonly [limit: string, Launches, atLast: GateLimit['state']][] = [
  [
    '<=1.05',
    [
      [0, 6],
      [0, 6],
    ],
    'broken',
  ],
  [
    '<=1.05',
    [
      [2, 3],
      [1, 1],
    ],
    'kept',
  ],
  // A launch without any stall says nothing of either side.
  [
    '<=1.05',
    [
      [0, 0],
      [0, 20],
      [0, 20],
      [0, 20],
    ],
    'broken',
  ],
  // A burst of the machine's in one launch is no stall of the candidate's.
  [
    '<=1.05',
    [
      [0, 30],
      [1, 1],
    ],
    'unsure',
  ],
  [
    '<=1.05',
    [
      [0, 30],
      [0, 0],
      [0, 0],
      [0, 0],
    ],
    'unsure',
  ],
  ['<=1.05', [[0, 30]], 'unsure'],
  [
    '<=1.05',
    [
      [0, 0],
      [0, 0],
    ],
    'kept',
  ],
  [
    '<=1.05',
    [
      [20, 9],
      [20, 9],
    ],
    'kept',
  ],
  // As many are no half of them, and no double.
  ['<=0.5', [[9, 9]], 'unsure'],
  [
    '<=0.5',
    [
      [20, 20],
      [20, 20],
    ],
    'broken',
  ],
  [
    '<=0.5',
    [
      [30, 1],
      [30, 2],
    ],
    'kept',
  ],
  [
    '<=0.5',
    [
      [0, 0],
      [0, 0],
    ],
    'unsure',
  ],
  ['>=2', [[9, 9]], 'unsure'],
  [
    '>=2',
    [
      [1, 14],
      [1, 15],
    ],
    'kept',
  ],
  [
    '>=2',
    [
      [20, 20],
      [20, 20],
    ],
    'broken',
  ],
  [
    '>=0.5',
    [
      [9, 9],
      [9, 9],
    ],
    'kept',
  ],
  // As many as the bound allows; then more, not proven.
  [
    '<=2',
    [
      [9, 18],
      [9, 18],
    ],
    'kept',
  ],
  [
    '<=2',
    [
      [9, 19],
      [9, 19],
    ],
    'kept',
  ],
];

for (const [limit, counts, expected] of table) {
  test(`${JSON.stringify(counts)} held against ${limit} is ${expected}`, () => {
    assert.is(judge(limit, launches(counts)).state, expected);
  });
}

test('the counts are said', () => {
  const { reason } = judge(
    '<=1.05',
    launches([
      [0, 6],
      [0, 6],
    ]),
  );
  assert.is(reason, '0 of the baseline, 12 of the candidate over 50 ms');
});

test('a side without a probe is not judged', () => {
  const [first] = launches([[0, 9]]);
  assert.is(first && judge('<=1.05', [{ ...first, baseline: null }]).state, 'not judged');
});

test('stalls that are more, but not proven, are waited for', () => {
  const at = (last: boolean) => judge('<=1.05', launches([[0, 1]]), last).state;
  assert.equal([at(false), at(true)], ['unsure', 'kept']);
});

test.run();
