/**
 * HTTP as the generator speaks it: undici's dispatcher without streams, for they cost more CPU than
 * the request. A connection is used by one request at a time and kept for the next.
 */
import { Client, type Dispatcher } from 'undici';
import type { HttpAnswer, HttpRequest } from '../../config/scenario.ts';
import { failureInWords } from './failure-words.ts';
import type { Opened, Opener } from './opened.ts';

/** Connections are opened as they are needed; beyond this, requests wait, and that wait counts. */
const mostConnections = 1024;

/**
 * After a stall hundreds of requests are due at once. Opening a connection costs many times as much
 * as a request, so that all of them opening one of their own would make what follows late, too.
 */
const mostConnecting = 4;

export class HttpClient {
  readonly #origin: string;
  readonly #clients = new Set<Client>();
  /** The one used last is used first: few connections stay busy, the rest may be left to close. */
  readonly #idle: Client[] = [];
  readonly #connecting = new Set<Client>();
  /** Requests without a connection, in their order, from `#served` on. */
  #waiting: Exchange[] = [];
  #served = 0;

  /** `url` is any URL of the server; its path is ignored. */
  constructor(url: string) {
    this.#origin = new URL(url).origin;
  }

  /**
   * Any status is an answer. Rejects when the connection breaks or what was opened is ended; nobody
   * needs to wait for that.
   */
  request(request: HttpRequest, opener: Opener): Promise<HttpAnswer> {
    const exchange = new Exchange(request, opener);
    this.#waiting.push(exchange);
    this.#serve();
    return exchange.answer;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#clients].map((client) => client.destroy()));
  }

  #serve(): void {
    for (;;) {
      const exchange = this.#waiting[this.#served];
      if (!exchange) break;
      const client = exchange.isOver ? null : (this.#idle.pop() ?? this.#connect());
      if (client === undefined) return;
      this.#served += 1;
      // What undici refuses to send has ended, and serves the next one, before this returns.
      if (client) exchange.start(client, this.#release);
    }
    this.#waiting = [];
    this.#served = 0;
  }

  readonly #release = (client: Client): void => {
    this.#idle.push(client);
    if (this.#waiting.length > 0) this.#serve();
  };

  #connect(): Client | undefined {
    if (this.#clients.size >= mostConnections || this.#connecting.size >= mostConnecting) return;
    // Operations have a time-out of their own: undici's would be two timers for each request.
    const client = new Client(this.#origin, { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 });
    const settled = (): void => {
      if (this.#connecting.delete(client)) this.#serve();
    };
    this.#clients.add(client);
    this.#connecting.add(client);
    client.once('connect', settled).once('connectionError', settled);
    return client;
  }
}

class Exchange implements Dispatcher.DispatchHandler, Opened {
  readonly answer: Promise<HttpAnswer>;
  readonly #request: HttpRequest;
  readonly #opener: Opener;
  #resolve: (answer: HttpAnswer) => void = () => undefined;
  #reject: (reason: Error) => void = () => undefined;
  #chunk: Buffer | undefined;
  #laterChunks: Buffer[] | undefined;
  #client: Client | undefined;
  #release: ((client: Client) => void) | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #reason: Error | undefined;
  #status = 0;
  #headers: HttpAnswer['headers'] = {};
  #awaitsEvent = false;

  constructor(request: HttpRequest, opener: Opener) {
    this.#request = request;
    this.#opener = opener;
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    opener.opens(this);
  }

  /** It may be given up while it waits for a connection. */
  get isOver(): boolean {
    return this.#reason !== undefined;
  }

  /** Sends the request; `release` is called once the connection is free for another one. */
  start(client: Client, release: (client: Client) => void): void {
    const { method, path, headers = null, body = null } = this.#request;
    this.#client = client;
    this.#release = release;
    client.dispatch({ method, path, headers, body }, this);
  }

  end(reason: Error | null): void {
    this.#reason = reason ?? new Error('the operation ended before the answer came');
    this.#fail(this.#reason);
    this.#controller?.abort(this.#reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
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
    const type = headers['content-type'];
    this.#awaitsEvent = typeof type === 'string' && type.startsWith('text/event-stream');
    this.#opener.firstByte();
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.#chunk) this.#chunk = chunk;
    else if (this.#laterChunks) this.#laterChunks.push(chunk);
    else this.#laterChunks = [chunk];
    if (!this.#awaitsEvent || !chunk.includes('data:')) return;
    this.#awaitsEvent = false;
    this.#opener.firstEvent();
  }

  onResponseEnd(): void {
    this.#opener.closed(this);
    this.#resolve({ status: this.#status, headers: this.#headers, text: this.#text() });
    this.#free();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#fail(this.#reason ?? failureInWords(error, this.#status > 0));
    this.#free();
  }

  #fail(reason: Error): void {
    this.#opener.closed(this);
    // A drive need not await all that it asks for: a rejection nobody waits for is no fault.
    this.answer.catch(() => undefined);
    this.#reject(reason);
  }

  #text(): string {
    if (!this.#chunk) return '';
    if (!this.#laterChunks) return this.#chunk.toString();
    return Buffer.concat([this.#chunk, ...this.#laterChunks]).toString();
  }

  #free(): void {
    if (this.#client) this.#release?.(this.#client);
    this.#client = undefined;
  }
}
