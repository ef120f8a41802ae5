/** The agent server: HTTP and WebSocket over whatever concerns it is handed. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Concerns } from './concerns.ts';
import type { Environment } from './environment.ts';
import { CannotStart } from './errors.ts';
import { createEventSockets } from './event-socket.ts';
import { answerError, send } from './http-call.ts';
import { answerRequest, type Backend } from './routes.ts';
import { openServices } from './services.ts';
import { createSupervisor } from './supervisor.ts';

export interface RunningServer {
  readonly port: number;
  /** Ends what is in progress, flushes, closes. Calling it again waits for the same end. */
  close(): Promise<void>;
}

/** How long runs in progress may go on after `close`, in milliseconds. */
const graceMs = 3000;

/** How long goodbyes may take, in milliseconds. */
const goodbyeMs = 300;

/** Longer than clients keep idle connections, so that none sends into a connection being closed. */
const keepAliveMs = 65_000;

/** Resolves when the server listens and the tables are there. Throws `CannotStart`. */
export async function startServer(
  concerns: Concerns,
  environment: Environment,
): Promise<RunningServer> {
  const services = await openServices(concerns, environment);
  const authenticator = concerns.createAuthenticator(environment.jwtSecret, Date.now);
  const backend = { authenticator, services, supervisor: createSupervisor(services) };
  const sockets = createEventSockets(backend);
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    void answer(backend, request, response);
  });
  server.on('upgrade', sockets.upgrade);
  try {
    await listen(server, environment);
  } catch (error) {
    await services.close();
    throw error;
  }
  services.logger.info(`listening on ${environment.host}:${portOf(server)}`);
  let closed: Promise<void> | null = null;
  return {
    port: portOf(server),
    close: () => {
      closed ??= stop(server, backend, sockets.close);
      return closed;
    },
  };
}

async function answer(
  backend: Backend,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    send(response, await answerRequest(backend, request));
  } catch (error) {
    send(response, answerError(error, backend.services.logger));
  }
}

async function listen(server: Server, { port, host }: Environment): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(port, host, resolve);
    });
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const why = isTaken ? 'is in use' : `cannot be listened on (${String(error)})`;
    throw new CannotStart(`${host}:${port} ${why}. Set PORT to a free one (0 takes any).`);
  }
}

/** Runs end first, so that those who wait for them are answered; then connections, then the rest. */
async function stop(server: Server, backend: Backend, cutOff: () => void): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  await backend.supervisor.stop(graceMs);
  const flushed = backend.services.close();
  server.closeIdleConnections();
  await Promise.race([closed, sleep(goodbyeMs, undefined, { ref: false })]);
  cutOff();
  server.closeAllConnections();
  await flushed;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
