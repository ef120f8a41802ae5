/** Asks three sources, side by side: 10 ms. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

createServer(async (_request, response) => {
  await Promise.all([1, 2, 3].map((source) => sleep(10, source)));
  response.end('done');
}).listen(process.env.PORT, '127.0.0.1');
