import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { modelFetch } from './model-fetch.ts';

interface Context {
  server: Server;
  url: string;
}

const test = suite<Context>('model fetch');

/** Answers with what was asked of it. */
function answer(path: string | undefined, asked: string, response: ServerResponse): void {
  if (path === '/moved') response.writeHead(307, { location: '/stream' }).end('over there');
  else if (path === '/refused') response.writeHead(429, { 'x-wait': ['1', '2'] }).end(asked);
  else if (path === '/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(asked);
    setImmediate(() => response.end(' and more'));
  } else response.flushHeaders();
}

test.before(async (context) => {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    answer(request.url, `${request.method} ${request.headers['x-step']} ${body}`, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.server = server;
  context.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

test.after(({ server }) => {
  server.close();
  server.closeAllConnections();
});

const post = (signal: AbortSignal | null = null) => ({
  method: 'POST',
  headers: { 'x-step': 'one' },
  body: 'Grüße',
  signal,
});

/** As the client reads it. */
async function streamedText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

test('an answer of 200 is a stream, with its headers', async ({ url }) => {
  const response = await modelFetch(`${url}/stream`, post());
  assert.equal([response.ok, response.status], [true, 200]);
  assert.is(response.headers.get('content-type'), 'text/event-stream');
  assert.is(await streamedText(response), 'POST one Grüße and more');
});

test('any other answer is whole, with its headers', async ({ url }) => {
  const response = await modelFetch(`${url}/refused`, post());
  assert.equal([response.ok, response.status], [false, 429]);
  assert.is(response.headers.get('x-wait'), '1, 2');
  assert.is(await response.text(), 'POST one Grüße');
});

test('a redirection is followed, as fetch follows it', async ({ url }) => {
  const response = await modelFetch(`${url}/moved`, post());
  assert.is(await streamedText(response), 'POST one Grüße and more');
});

test('an abort ends the wait for an answer, and a stream that has begun', async ({ url }) => {
  const waiting = modelFetch(`${url}/silent`, post(AbortSignal.timeout(20))).then(streamedText);
  const error = await waiting.catch((thrown: unknown) => thrown);
  assert.instance(error, Error);
});

test.run();
