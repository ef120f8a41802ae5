/** WebSockets as the generator speaks them: uncompressed, every message kept until it is asked for. */
import { type RawData, WebSocket } from 'ws';
import type { Socket } from '../../config/scenario.ts';
import type { Opened, Opener } from './opened.ts';

export class WsClient {
  readonly #origin: string;
  readonly #sockets = new Set<WebSocket>();

  /** `url` is the server's http: URL; its path is ignored. */
  constructor(url: string) {
    this.#origin = new URL(url).origin.replace(/^http/, 'ws');
  }

  /** Resolves with an open socket; rejects when the server refuses or what was opened is ended. */
  connect(
    path: string,
    headers: Readonly<Record<string, string>>,
    opener: Opener,
  ): Promise<Socket> {
    const socket = new WebSocket(`${this.#origin}${path}`, { perMessageDeflate: false, headers });
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    const client = new ClientSocket(socket, opener);
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(client));
      socket.once('close', () => reject(client.reason ?? new Error('the WebSocket did not open')));
    });
  }

  /** Closes what is still closing: servers that never answer the close included. */
  close(): void {
    for (const socket of this.#sockets) socket.terminate();
  }
}

/** What `ws` says of a connection that ended without a closing handshake (RFC 6455, 7.1.5). */
const brokenCode = 1006;

interface Waiting {
  readonly resolve: (text: string | null) => void;
  readonly reject: (reason: Error) => void;
}

class ClientSocket implements Socket, Opened {
  /** Why it broke, when it did. */
  reason: Error | undefined;
  readonly #socket: WebSocket;
  readonly #opener: Opener;
  readonly closed: Promise<void>;
  readonly #messages: string[] = [];
  #waiting: Waiting[] = [];
  #listener: ((text: string) => void) | undefined;
  #closed = false;

  constructor(socket: WebSocket, opener: Opener) {
    this.#socket = socket;
    this.#opener = opener;
    opener.opens(this);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('message', (data: RawData) => this.#receive(data));
    socket.on('error', (error) => {
      this.reason ??= error;
    });
    socket.on('close', (code) => {
      if (code === brokenCode) this.reason ??= new Error('the WebSocket connection broke');
      this.#settle();
    });
  }

  send(text: string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) {
      throw this.reason ?? new Error('the WebSocket is closed: nothing more can be sent');
    }
    this.#socket.send(text);
  }

  async next(): Promise<string | null> {
    const message = this.#messages.shift();
    if (message !== undefined) return message;
    if (this.reason) throw this.reason;
    if (this.#closed) return null;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
    });
  }

  listen(receive: (text: string) => void): void {
    this.#listener = receive;
    for (const text of this.#messages.splice(0)) receive(text);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.close(1000);
  }

  end(reason: Error | null): void {
    this.#opener.closed(this);
    this.reason ??= reason ?? undefined;
    // Who got all answers says good-bye; who gave up hangs up.
    if (reason === null && this.#socket.readyState === WebSocket.OPEN) this.close();
    else this.#socket.terminate();
    this.#settle();
  }

  #receive(data: RawData): void {
    const text = data.toString();
    if (this.#listener) {
      this.#listener(text);
      return;
    }
    const waiting = this.#waiting.shift();
    if (waiting) waiting.resolve(text);
    else this.#messages.push(text);
  }

  #settle(): void {
    this.#closed = true;
    this.#opener.closed(this);
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (this.reason) reject(this.reason);
      else resolve(null);
    }
  }
}
