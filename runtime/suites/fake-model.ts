/** A tiny OpenAI-compatible endpoint on a real socket: each call behaves as the test decides. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How one call goes. */
export type FakeAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterMs?: number }
  /** Some text, and then the connection is torn down, or ends without a finish. */
  | { readonly kind: 'reset' | 'unfinished' }
  /** Headers at best, and then nothing. */
  | { readonly kind: 'hang' };

export interface FakeCall {
  readonly runId: string;
  readonly step: string;
  readonly attempt: number;
  readonly prompt: string;
}

export interface FakeModel {
  /** For OPENAI_BASE_URL. */
  readonly url: string;
  readonly calls: readonly FakeCall[];
  close(): Promise<void>;
}

export async function startFakeModel(answer: (call: FakeCall) => FakeAnswer): Promise<FakeModel> {
  const calls: FakeCall[] = [];
  const server = createServer(async (request, response) => {
    const call = await readCall(request);
    calls.push(call);
    reply(response, answer(call));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readCall(request: IncomingMessage): Promise<FakeCall> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { headers } = request;
  return {
    runId: String(headers['x-run-id']),
    step: String(headers['x-step']),
    attempt: Number(headers['x-attempt']),
    prompt: JSON.parse(body).messages[0].content,
  };
}

function reply(response: ServerResponse, answer: FakeAnswer): void {
  if (answer.kind === 'status') {
    const wait = { 'retry-after-ms': String(answer.retryAfterMs ?? 0) };
    response.writeHead(answer.status, { 'content-type': 'application/json', ...wait });
    response.end(JSON.stringify({ error: { message: 'as asked' } }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  if (answer.kind === 'hang') return;
  const text = answer.kind === 'text' ? answer.text : 'half an answ';
  for (const piece of text.match(/.{1,16}/gs) ?? []) {
    response.write(frame({ choices: [{ index: 0, delta: { content: piece } }] }));
  }
  if (answer.kind === 'reset') response.socket?.end(() => response.destroy());
  else if (answer.kind === 'unfinished') response.end();
  else finish(response, text);
}

function finish(response: ServerResponse, text: string): void {
  response.write(frame({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }));
  const usage = { prompt_tokens: 7, completion_tokens: text.length, total_tokens: text.length + 7 };
  response.write(frame({ choices: [], usage }));
  response.end('data: [DONE]\n\n');
}

const frame = (chunk: object) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', ...chunk })}\n\n`;
