/**
 * The floor runtime: a server that answers `POST /v1/runs` with the least work that gives the answers,
 * the rows and the critical events of the real one. It checks neither tokens nor requests, knows no
 * live state, and stores nothing of a run before its end: no product, only a measure of one.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Environment } from '../../runtime/environment.ts';
import { bearerToken, json, readJson, send } from '../../runtime/http-call.ts';
import { type AskModel, createModelClient } from '../../runtime/model-client.ts';
import type { CriticalEvent } from '../../runtime/run-event.ts';
import type { RunRequest } from '../../runtime/run-request.ts';
import { schema } from '../../runtime/schema.ts';
import { carryOut } from './floor-run.ts';
import { saveRun } from './save-run.ts';

export interface FloorServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

interface Backend {
  readonly pool: Pool;
  readonly askModel: AskModel;
  readonly retryBaseMs: number;
  /** The one socket on a run, by the run's path. */
  readonly watchers: Map<string, WebSocket>;
}

/** Longer than clients keep idle connections, as the runtime's. */
const keepAliveTimeout = 65_000;

/** Resolves when the server listens and the tables are there. */
export async function startFloor(environment: Environment): Promise<FloorServer> {
  const pool = new Pool({ connectionString: environment.databaseUrl, max: 1 });
  await pool.query(schema);
  const backend: Backend = {
    pool,
    askModel: createModelClient(environment.model),
    retryBaseMs: environment.model.retryBaseMs,
    watchers: new Map(),
  };
  const server = createServer({ keepAliveTimeout }, (request, response) => {
    void answer(backend, request, response);
  });
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  sockets.on('connection', (socket, { url = '' }) => {
    backend.watchers.set(url, socket);
    socket.on('close', () => backend.watchers.delete(url));
  });
  await new Promise<void>((resolve) => {
    server.listen(environment.port, environment.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.close();
      server.closeAllConnections();
      await pool.end();
    },
  };
}

async function answer(
  backend: Backend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return send(response, json(200, { status: 'ready' }));
  try {
    const userId = userOf(bearerToken(request));
    const run = (await readJson(request)) as RunRequest;
    const ended = execute(backend, run, userId);
    if (run.wait) return send(response, json(200, await ended));
    ended.catch(report);
    send(response, json(202, { id: run.id, status: 'running', stateHash: null }));
  } catch (error) {
    report(error);
    send(response, json(500, { error: 'internal error' }));
  }
}

const report = (error: unknown): void => console.error(error);

async function execute({ pool, watchers, ...own }: Backend, run: RunRequest, userId: string) {
  const tell = teller(run.id, watchers.get(`/v1/runs/${run.id}/events`));
  tell?.({ type: 'run.started' });
  const final = await carryOut(run, { ...own, tell });
  const stateHash = await saveRun(pool, run, userId, final);
  tell?.({ type: 'run.completed', stateHash });
  return { id: run.id, status: 'completed', stateHash };
}

/** Critical events alone: a watcher goes without tokens and changes of state. */
function teller(run: string, socket: WebSocket | undefined) {
  if (!socket) return undefined;
  let seq = 0;
  return (event: CriticalEvent): void => {
    const at = performance.timeOrigin + performance.now();
    socket.send(JSON.stringify({ run, seq: ++seq, at, ...event }));
  };
}

/** Whose token it says it is. */
function userOf(token: string): string {
  const [, claims = ''] = token.split('.');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()).sub;
}
