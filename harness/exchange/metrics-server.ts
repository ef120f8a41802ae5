import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { notFitError } from '../error.ts';
import { prometheusContentType } from './prometheus-text.ts';

export interface MetricsServer {
  /** `http://127.0.0.1:<port>/metrics` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Answers `GET /metrics` on loopback with what `text` gives; port 0 takes a free one. Throws a
 * `notFit` error when the port is not to be had.
 */
export async function startMetricsServer(
  port: number,
  text: () => Promise<string>,
): Promise<MetricsServer> {
  const server = createServer(answering(text));
  await listening(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

const answering =
  (text: () => Promise<string>): RequestListener =>
  async (request, response) => {
    const [path] = (request.url ?? '').split('?');
    if (path !== '/metrics') {
      response.writeHead(404).end('the metrics are at /metrics\n');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
    } else {
      await text().then(
        (body) => response.writeHead(200, { 'content-type': prometheusContentType }).end(body),
        (error) => response.writeHead(500).end(`${error}\n`),
      );
    }
  };

async function listening(server: Server, port: number): Promise<void> {
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch (error) {
    throw notFitError(
      `the metrics can't be served on port ${port} (${(error as Error).message}): give another one, or --metrics 0 for any that is free.`,
    );
  }
}
