/** Bodies in, answers out. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { InvalidRequest, MessageTooLarge, RequestError } from './errors.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const maxBodyBytes = 2 * 1024 * 1024;

/** Beyond this nobody waits for the rest of a body that is too large anyway. */
const patienceBytes = 16 * maxBodyBytes;

/** No fault needs more to be told; a body of 2 MiB can have very many faults. */
const maxReasonCharacters = 4000;

/** An answer in JSON. */
export const json = (status: number, value: unknown): Answer => ({
  status,
  body: JSON.stringify(value),
});

/**
 * The body, parsed. Throws `MessageTooLarge` above 2 MiB and `InvalidRequest` when it is not JSON.
 * A body that is too large is read to its end all the same: a client hears of nothing before.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > patienceBytes) break;
    if (bytes <= maxBodyBytes) chunks.push(chunk);
  }
  if (bytes > maxBodyBytes) throw new MessageTooLarge(bytes, maxBodyBytes);
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new InvalidRequest('the body is not JSON');
  }
}

/** What a client hears of an error: the reason of a `RequestError`, and of any other only that it was. */
export function answerError(error: unknown, logger: Logger): Answer {
  if (!(error instanceof RequestError)) {
    logger.error(error, 'a request failed');
    return json(500, { error: 'internal error' });
  }
  const answer = json(error.status, { error: error.message.slice(0, maxReasonCharacters) });
  return error.status === 401 ? { ...answer, headers: { 'www-authenticate': 'Bearer' } } : answer;
}

/** Sends the answer unless the client has gone. */
export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

/** The token of `Authorization: Bearer`; an empty text when there is none (no token is empty). */
export function bearerToken(request: IncomingMessage): string {
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
  return scheme.toLowerCase() === 'bearer' ? token : '';
}
