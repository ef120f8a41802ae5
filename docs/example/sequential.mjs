/** Asks three sources, one after another: 30 ms. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

createServer(async (_request, response) => {
  for (const source of [1, 2, 3]) await sleep(10, source);
  response.end('done');
}).listen(process.env.PORT, '127.0.0.1');
