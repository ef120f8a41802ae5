/** A real server on loopback that breaks the rules, each time in another way, and keeps a record. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { untilDeserted } from './until-deserted.ts';

/** When a request was received and when its answer was given away, in monotonic microseconds. */
interface Served {
  readonly receivedUs: number;
  readonly answeredUs: number;
}

export interface MisbehavingServer {
  readonly url: string;
  /** By path, once the answer was given away. */
  readonly served: ReadonlyMap<string, Served>;
  /** Resolves once no client is connected. */
  deserted(): Promise<void>;
  close(): Promise<void>;
}

/** Deals with the request number `turn`, counted from 0. */
type Misbehaviour = (request: IncomingMessage, response: ServerResponse, turn: number) => unknown;

const workMs = 20;
const lateMs = 400;

/** What is written as it is, and the connection closed properly behind it. */
const raw =
  (...lines: readonly string[]): Misbehaviour =>
  ({ socket }) =>
    socket.end(lines.join('\r\n'));

const misbehaviours = {
  'closes the connection with each answer': (request, response) => {
    response.setHeader('connection', 'close');
    setTimeout(() => response.end(request.url), workMs);
  },
  'promises more bytes than it sends': raw('HTTP/1.1 200 OK', 'content-length: 900', '', 'half'),
  'cuts a chunked answer off': raw(
    'HTTP/1.1 200 OK',
    'transfer-encoding: chunked',
    '',
    '4',
    'half',
    '',
  ),
  'cuts off within a chunk': raw(
    'HTTP/1.1 200 OK',
    'transfer-encoding: chunked',
    '',
    '400',
    'half',
  ),
  'cuts the headers off': raw('HTTP/1.1 200 OK', 'content-le'),
  'closes without an answer': ({ socket }) => socket.end(),
  'fails in bursts': (_request, response, turn) =>
    response.writeHead(Math.floor(turn / 5) % 2 === 1 ? 503 : 200).end('said'),
  'resets every fourth connection': ({ socket }, response, turn) =>
    turn % 4 === 3 ? socket.resetAndDestroy() : response.end('said'),
  'resets in the middle of an answer': ({ socket }, response) => {
    response.writeHead(200, { 'content-length': 900 });
    response.write('half');
    // Once the first half has had the time to arrive.
    setTimeout(() => socket.resetAndDestroy(), workMs);
  },
  'says each answer twice': ({ socket, url = '' }) => {
    const answer = `HTTP/1.1 200 OK\r\ncontent-length: ${url.length}\r\n\r\n${url}`;
    socket.write(answer + answer);
  },
  'never answers': () => undefined,
  'falls silent in the middle of an answer': (_request, response) => {
    response.writeHead(200, { 'content-length': 900 });
    response.write('half');
  },
  'answers too late': (_request, response) => setTimeout(() => response.end('said'), lateMs),
  'switches protocols unasked': raw(
    'HTTP/1.1 101 Switching Protocols',
    'connection: upgrade',
    'upgrade: h2c',
    '',
    '',
  ),
  'speaks no HTTP': raw('SSH-2.0-OpenSSH_9.6', '', ''),
  'speaks no HTTP and stays': ({ socket }) => socket.write('220 mail.example.org ESMTP\r\n'),
} satisfies Readonly<Record<string, Misbehaviour>>;

export type MisbehaviourName = keyof typeof misbehaviours;

export async function startMisbehaving(name: MisbehaviourName): Promise<MisbehavingServer> {
  const misbehave: Misbehaviour = misbehaviours[name];
  const served = new Map<string, Served>();
  let turns = 0;
  const server = createServer((request, response) => {
    const receivedUs = monotonicUs();
    response.once('finish', () => {
      served.set(request.url ?? '', { receivedUs, answeredUs: monotonicUs() });
    });
    misbehave(request, response, turns++);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    deserted: () => untilDeserted(server),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const monotonicUs = (): number => Number(process.hrtime.bigint() / 1000n);
