/** Answers after known delays; DELAY_1=off takes the first away, and so on. */
import { createServer } from 'node:http';
import { known, totalMs } from './known-delays.ts';

const isOff = known.delaysMs.map((_, index) => process.env[`DELAY_${index + 1}`] === 'off');
const waitMs = totalMs((index) => isOff[index] ?? false);

createServer((_request, response) => {
  setTimeout(() => response.end('ok'), waitMs);
}).listen(Number(process.env['PORT']), '127.0.0.1');
