import { openConnections as baseline } from '../../baseline/connections.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { openConnections as optimized } from '../../optimized/connections.ts';
import type { Connections } from '../../runtime/concerns.ts';
import { openConnections as overflowPool } from '../remedies/overflow-pool.ts';

/** Takes the database 2 ms, most of which it waits, as statements that read or commit do. */
const query = 'select $1::int as n, pg_sleep(0.002)';

export const connections = defineBench<number>({
  name: 'connections',
  finding: 9,
  title: 'Queries asked at once, each of which takes the database 2 ms, until all are answered.',
  counted: 'wall',
  sizes: { '1-query': 1, '10-queries': 10, '20-queries': 20, '40-queries': 40 },
  grows: 'queries at once',
  others: { 'pool-20+10': "the audit's remedy: a pool of 20, 10 overflow, pre-ping" },
  database: true,
  async open(atOnce, { databaseUrl }) {
    const opened = await Promise.all(
      [baseline, optimized, overflowPool].map((open) => open(databaseUrl)),
    );
    const [first, second, third] = opened.map((each) => formOf(each, atOnce)) as [Form, Form, Form];
    return {
      forms: { baseline: first, optimized: second, 'pool-20+10': third },
      close: async () => {
        await Promise.all(opened.map((each) => each.close()));
      },
    };
  },
});

function formOf(to: Connections, atOnce: number): Form {
  const asked = Array.from({ length: atOnce }, (_, index) => index);
  const ask = (n: number) => to.query<{ n: number }>(query, [n]);
  return {
    call: () => Promise.all(asked.map(ask)),
    answer: async () => (await Promise.all(asked.map(ask))).map(({ rows }) => rows[0]?.n),
  };
}
