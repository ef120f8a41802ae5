/** The simulated model endpoint: the part of OpenAI's HTTP API that a runtime uses. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callKeyOf } from '../run-identity.ts';
import { type ModelSettings, planCall } from './call-plan.ts';
import { BadRequest, parseChatRequest, readBody } from './chat-request.ts';
import { LatenessLog } from './lateness.ts';
import { playCall } from './play-call.ts';
import { sendError, sendJson } from './send.ts';
import { Wheel } from './wheel.ts';

export interface ModelServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Where the harness asks how late the endpoint was. */
export const latenessPath = '/__sim/lateness';

type Respond = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Listens on loopback; port 0 takes any. Rejects when it can't listen. */
export async function startModel(port: number, settings: ModelSettings): Promise<ModelServer> {
  const routes = routesOf(settings);
  const server = createServer((request, response) => void respond(routes, request, response));
  // Clients keep connections for the length of an arm; none may break between two calls.
  server.keepAliveTimeout = 120_000;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function routesOf(settings: ModelSettings): Readonly<Record<string, Respond>> {
  const wheel = new Wheel();
  const lateness = new LatenessLog();
  const models = [{ id: 'tandem-sim', object: 'model', created: 0, owned_by: 'tandem' }];
  return {
    'GET /healthz': (_request, response) => sendJson(response, 200, { status: 'ok' }),
    'GET /v1/models': (_request, response) =>
      sendJson(response, 200, { object: 'list', data: models }),
    [`GET ${latenessPath}`]: (_request, response) =>
      sendJson(response, 200, { calls: lateness.take() }),
    'POST /v1/chat/completions': async (request, response) => {
      const arrivedMs = performance.now();
      const chat = parseChatRequest(request.headers, await readBody(request));
      const plan = planCall({ ...settings, ...chat });
      const key = callKeyOf(chat.runKey, chat.step, chat.attempt);
      playCall({ chat, plan, settings, arrivedMs, response }, wheel, (lateMs) =>
        lateness.record(key, lateMs),
      );
    },
  };
}

async function respond(
  routes: Readonly<Record<string, Respond>>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const route = `${request.method} ${request.url?.split('?')[0]}`;
  const answer = routes[route];
  if (!answer) return sendError(response, 404, `there is no ${route}`);
  try {
    await answer(request, response);
  } catch (error) {
    // A client that hung up while it was read needs no answer.
    if (error instanceof BadRequest) sendError(response, 400, error.message);
    else response.destroy();
  }
}
