/** A subscriber's end of `GET /v1/runs/:id/events`. */
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { ClientMessage, ReplyMessage, RunMessage } from '../run-event.ts';

type Received = RunMessage | ReplyMessage;

export interface TestWatcher {
  readonly received: readonly Received[];
  readonly send: (message: ClientMessage | object | string) => void;
  /** The first message of a type, when it has come; one that came before counts too. */
  readonly first: <T extends Received['type']>(type: T) => Promise<Extract<Received, { type: T }>>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  readonly close: () => Promise<number>;
}

/** Rejects with `HTTP <status>` when the upgrade is refused. */
export async function watchRun(port: number, token: string, runId: string): Promise<TestWatcher> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/v1/runs/${runId}/events`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const received: Received[] = [];
  const closed = new Promise<number>((resolve) => {
    socket.once('close', resolve);
  });
  socket.on('message', (data) => received.push(JSON.parse(data.toString())));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve).once('error', reject);
    socket.once('unexpected-response', (request, response) => {
      request.destroy();
      reject(new Error(`HTTP ${response.statusCode}`));
    });
  });
  const first = async <T extends Received['type']>(type: T) => {
    const isIt = (message: Received): message is Extract<Received, { type: T }> =>
      message.type === type;
    for (;;) {
      const found = received.find(isIt);
      if (found) return found;
      await Promise.race([once(socket, 'message'), closed]);
      if (socket.readyState === WebSocket.CLOSED) throw new Error(`closed before any ${type}`);
    }
  };
  return {
    received,
    first,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    closed,
    close: () => {
      socket.close();
      return closed;
    },
  };
}
