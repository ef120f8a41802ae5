/** The bare server of the benchmark of probes: a request is answered from two statements by a pool. */
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });

createServer(async (_request, response) => {
  const { rows } = await pool.query('select $1::int as id, $2::text as name', [7, 'seven']);
  const { rows: items } = await pool.query('select n from generate_series(1, $1::int) n', [5]);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ...rows[0], items }));
}).listen(Number(process.env['PORT']), '127.0.0.1');
