/** Its table of gains: each row by itself, and with those above it. */
import type { Claim } from '../../harness/index.ts';
import { compared, faster } from './measures.ts';

/** A row of the table, what it promises of its own fixes, and of all down to here. */
const gains: readonly (readonly [
  quote: string,
  fixes: readonly string[],
  times: number,
  cumulative: number,
])[] = [
  ['Parallelization | 50% | 2x faster', ['pipeline'], 2, 2],
  ['Remove blocking sleep() | 30% | 2.6x faster', ['retry'], 1.3, 2.6],
  ['Fix double serialization | 25% | 3.25x faster', ['snapshot'], 1.25, 3.25],
  ['Batch persistence | 20% | 3.9x faster', ['persist'], 1.2, 3.9],
  ['Connection pooling | 15% | 4.5x faster', ['connections'], 1.15, 4.5],
  ['Conditional WebSocket | 10% | 5x faster', ['notify'], 1.1, 5],
  ['Lazy logging | 10% | 5.5x faster', ['call-log'], 1.1, 5.5],
  [
    'Other optimizations | 20% | 6.6x faster',
    ['message-size', 'validation', 'offload', 'monitor', 'state', 'analysis', 'auth'],
    1.2,
    6.6,
  ],
];

const numberOf: Readonly<Record<string, number>> = {
  pipeline: 1,
  retry: 2,
  snapshot: 3,
  notify: 4,
  persist: 5,
  'call-log': 6,
  connections: 9,
};

const ofItself = 'the row itself, on average over all orders of the fixes';

/** 50 % is a reduction, which is 2 times; the other percentages are speed-ups: 2 x 1.3 = 2.6. */
export const table: readonly Claim[] = gains.flatMap(
  ([quote, fixes, times, cumulative], row): Claim[] => {
    const [only] = fixes;
    const finding = fixes.length === 1 && only !== undefined ? (numberOf[only] ?? null) : null;
    const soFar = gains.slice(0, row + 1).flatMap(([, each]) => each);
    return [
      { finding, quote, scope: ofItself, measure: faster(fixes), lo: times, hi: times },
      {
        finding: null,
        quote,
        scope: 'cumulative, in the order of the table',
        measure: compared([], soFar, 'speedup'),
        lo: cumulative,
        hi: cumulative,
      },
    ];
  },
);
