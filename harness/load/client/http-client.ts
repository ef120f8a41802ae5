/**
 * HTTP as the generator speaks it: undici's dispatcher without streams, for they cost more CPU than
 * the request. A connection is used by one request at a time and kept for the next.
 */
import { type Dispatcher, Pool } from 'undici';
import type { HttpAnswer, HttpRequest } from '../../config/scenario.ts';
import type { Opened, Opener } from './opened.ts';

/** Connections are opened as they are needed; beyond this, requests wait, and that wait counts. */
const mostConnections = 1024;

export class HttpClient {
  readonly #pool: Pool;

  /** `url` is any URL of the server; its path is ignored. */
  constructor(url: string) {
    // Operations have a time-out of their own: undici's would be two timers for each request.
    this.#pool = new Pool(new URL(url).origin, {
      connections: mostConnections,
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Any status is an answer. Rejects when the connection breaks or what was opened is ended. */
  request(request: HttpRequest, opener: Opener): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const { method, path, headers, body } = request;
      const exchange = new Exchange(opener, resolve, reject);
      this.#pool.dispatch({ method, path, headers: headers ?? null, body: body ?? null }, exchange);
    });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

class Exchange implements Dispatcher.DispatchHandler, Opened {
  readonly #opener: Opener;
  readonly #resolve: (answer: HttpAnswer) => void;
  readonly #reject: (reason: Error) => void;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | undefined;
  #reason: Error | undefined;
  #status = 0;
  #headers: HttpAnswer['headers'] = {};
  #awaitsEvent = false;

  constructor(
    opener: Opener,
    resolve: (answer: HttpAnswer) => void,
    reject: (reason: Error) => void,
  ) {
    this.#opener = opener;
    this.#resolve = resolve;
    this.#reject = reject;
    opener.opened.add(this);
  }

  end(reason: Error | null): void {
    this.#reason = reason ?? new Error('the operation ended before the answer came');
    this.#controller?.abort(this.#reason);
    this.onResponseError(undefined, this.#reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It may have been given up while it waited for a connection.
    if (this.#reason) controller.abort(this.#reason);
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: HttpAnswer['headers'],
  ): void {
    this.#status = status;
    this.#headers = headers;
    this.#awaitsEvent = String(headers['content-type']).startsWith('text/event-stream');
    this.#opener.firstByte();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    if (!this.#awaitsEvent || !chunk.includes('data:')) return;
    this.#awaitsEvent = false;
    this.#opener.firstEvent();
  }

  onResponseEnd(): void {
    this.#opener.opened.delete(this);
    const [first] = this.#chunks;
    const whole = this.#chunks.length === 1 && first ? first : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, text: whole.toString() });
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#opener.opened.delete(this);
    this.#reject(error);
  }
}
