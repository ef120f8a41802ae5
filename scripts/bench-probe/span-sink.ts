/** Takes spans (POST, any path), and says how many bytes of them came (GET). */
import { createServer } from 'node:http';

let receivedBytes = 0;

createServer((request, response) => {
  request.on('data', (chunk: Buffer) => {
    if (request.method === 'POST') receivedBytes += chunk.length;
  });
  request.on('end', () => response.end(request.method === 'POST' ? '' : `${receivedBytes}`));
}).listen(Number(process.env['PORT']), '127.0.0.1');
