/** `GET /v1/runs/:id/events`: the WebSocket of one user, subscribed to one run. */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Claims } from './concerns.ts';
import { NotFound, RequestError } from './errors.ts';
import { offeredToken, selectProtocol } from './event-protocol.ts';
import { answerError, bearerToken } from './http-call.ts';
import type { Watcher } from './hub.ts';
import type { Backend } from './routes.ts';
import type { ClientMessage, ReplyMessage } from './run-event.ts';

export interface EventSockets {
  /** Answers an upgrade; a refusal is an HTTP answer. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends what the hub's goodbye did not. */
  close(): void;
}

const clientMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ping'), id: z.number() }),
  z.strictObject({ type: z.literal('ack'), seq: z.int().min(0) }),
  z.strictObject({ type: z.literal('replay'), after: z.int().min(0) }),
]);

/** Clients send little: a longer message ends the connection (1009). */
const maxClientMessageBytes = 4096;

/** A client that reads this much too slowly is cut off; it may come back and ask for a replay. */
const maxBufferedBytes = 64 * 1024 * 1024;

const policyViolated = 1008;

/** The longest delay of a timer, in milliseconds. */
const longestTimerMs = 2 ** 31 - 1;

export function createEventSockets(backend: Backend): EventSockets {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: selectProtocol,
    perMessageDeflate: false,
    maxPayload: maxClientMessageBytes,
  });
  return {
    upgrade: (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      admit(backend, request)
        .then((visit) =>
          sockets.handleUpgrade(request, socket, head, (accepted) =>
            watch(backend, accepted, visit),
          ),
        )
        .catch((error: unknown) => refuse(backend, socket, error));
    },
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
    },
  };
}

interface Visit {
  readonly runId: string;
  /** Throws `Unauthorized` once the token has expired or was revoked. */
  readonly check: () => Claims;
}

/** A run that does not exist yet may be watched: who posts it later decides whether by its user. */
async function admit(
  { authenticator, services }: Backend,
  request: IncomingMessage,
): Promise<Visit> {
  const [path = ''] = (request.url ?? '').split('?', 1);
  const runId = /^\/v1\/runs\/([^/]+)\/events$/.exec(path)?.[1];
  if (runId === undefined) throw new NotFound('there is no WebSocket at this path');
  const check = authenticator.connection(bearerToken(request) || offeredToken(request));
  const { userId } = check();
  const stored = services.registry.get(runId) ? null : await services.store.find(runId);
  const run = services.registry.get(runId) ?? stored;
  if (run && run.userId !== userId) throw new NotFound(`there is no run ${runId} of yours`);
  if (run && !('events' in run)) {
    throw new RequestError(410, `the events of run ${runId} are no longer kept: read the run`);
  }
  return { runId, check };
}

function refuse({ services }: Backend, socket: Duplex, error: unknown): void {
  const { status, body } = answerError(error, services.logger);
  const length = Buffer.byteLength(body);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\n` +
      `content-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`,
  );
}

function watch({ services: { hub } }: Backend, socket: WebSocket, { runId, check }: Visit): void {
  const { userId, tokenId, expiresAt } = check();
  const watcher: Watcher = {
    runId,
    userId,
    tokenId,
    bufferedBytes: () => socket.bufferedAmount,
    send: ({ text }) => sendBounded(socket, text),
    close: (code, reason) => socket.close(code, reason),
  };
  const expireMs = Math.min(longestTimerMs, expiresAt * 1000 - Date.now());
  const expiry = setTimeout(() => socket.close(policyViolated, 'the token has expired'), expireMs);
  const leave = hub.join(watcher);
  socket.on('message', (data) => {
    const reply = answerMessage(data, check, (after) => hub.replay(watcher, after));
    if (reply === 'leave') socket.close(policyViolated, 'the token is no longer valid');
    else if (reply) socket.send(JSON.stringify(reply));
  });
  // A protocol error (a message too long) is followed by 'close': nothing is left to do.
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(expiry);
    leave();
  });
}

function sendBounded(socket: WebSocket, text: string): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  if (socket.bufferedAmount > maxBufferedBytes) socket.terminate();
  else socket.send(text);
}

/** The token is checked with every message, before anything else of it is looked at. */
function answerMessage(
  data: RawData,
  check: () => Claims,
  replay: (after: number) => void,
): ReplyMessage | 'leave' | null {
  try {
    check();
  } catch {
    return 'leave';
  }
  const message = parseMessage(data);
  if (message === null) return { type: 'error', reason: 'expected a ping, an ack or a replay' };
  if (message.type === 'ping') return { type: 'pong', id: message.id };
  if (message.type === 'replay') replay(message.after);
  return null;
}

function parseMessage(data: RawData): ClientMessage | null {
  try {
    return clientMessageSchema.parse(JSON.parse(data.toString()));
  } catch {
    return null;
  }
}
