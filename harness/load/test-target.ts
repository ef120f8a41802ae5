/** A real server on loopback for the tests of this room: each path misbehaves in its own way. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type WebSocket, WebSocketServer } from 'ws';
import { untilDeserted } from './until-deserted.ts';

export interface TestTarget {
  readonly url: string;
  /** Paths asked for, in order, upgrades included. */
  readonly asked: readonly string[];
  /** How many connections there have been. */
  connections(): number;
  /** Holds every answer for `ms` from the request number `from` on (the first is 0). */
  holdFrom(from: number, ms: number): void;
  /** When the hold began and ended, in monotonic microseconds. */
  readonly held: { fromUs: number; untilUs: number };
  /** Resolves once no client is connected. */
  deserted(): Promise<void>;
  close(): Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

const pages: Readonly<Record<string, Handler>> = {
  '/ok': (_request, response) => response.end('fine'),
  '/echo': async (request, response) => {
    response.setHeader('x-method', String(request.method));
    response.setHeader('x-tag', String(request.headers['x-tag']));
    response.end(await text(request));
  },
  '/pieces': (_request, response) => {
    const bytes = Buffer.from('één stuk ≠ zwei');
    response.write(bytes.subarray(0, 1));
    setTimeout(() => response.end(bytes.subarray(1)), 5);
  },
  '/broken': (_request, response) => response.writeHead(500).end('no'),
  '/reset': (request) => request.socket.resetAndDestroy(),
  '/hang': () => undefined,
};

const rooms: Readonly<Record<string, (socket: WebSocket) => void>> = {
  '/echo': (socket) => socket.on('message', (data) => socket.send(String(data))),
  '/stream': (socket) => {
    for (const word of ['one', 'two', 'three']) socket.send(word);
    socket.close(1000);
  },
  '/cut': (socket) => socket.terminate(),
  '/silent': () => undefined,
};

export async function startTarget(): Promise<TestTarget> {
  const asked: string[] = [];
  const held = { fromUs: 0, untilUs: 0 };
  let hold = { from: Number.POSITIVE_INFINITY, ms: 0 };
  let released = Promise.resolve();
  let connections = 0;
  const server = createServer(async (request, response) => {
    if (asked.length === hold.from) released = holding(hold.ms, held);
    asked.push(request.url ?? '');
    await released;
    await pages[request.url ?? '']?.(request, response);
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    asked.push(request.url ?? '');
    const room = rooms[request.url ?? ''];
    if (room) sockets.handleUpgrade(request, socket, head, room);
    else socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n');
  });
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    held,
    connections: () => connections,
    holdFrom: (from, ms) => {
      hold = { from, ms };
    },
    deserted: () => untilDeserted(server),
    close: async () => {
      server.close();
      server.closeAllConnections();
      for (const socket of sockets.clients) socket.terminate();
      await once(server, 'close');
    },
  };
}

const monotonicUs = (): number => Number(process.hrtime.bigint() / 1000n);

async function holding(ms: number, held: TestTarget['held']): Promise<void> {
  held.fromUs = monotonicUs();
  await new Promise((resolve) => setTimeout(resolve, ms));
  held.untilUs = monotonicUs();
}
