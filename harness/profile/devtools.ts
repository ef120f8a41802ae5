/** Speaks with V8 in a measured process, by the protocol of Chrome's DevTools. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { notFitError, sideDiedError } from '../error.ts';
import { inspectorFileOf } from '../probe/dearer-passes.ts';
import { notLookedInto } from './read-stretches.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class DevTools {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #asked = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#take(JSON.parse(String(data)) as Message));
    socket.on('close', () => this.#giveUp());
    socket.on('error', () => this.#giveUp());
  }

  /** Throws notFit where the process that the probe's file belongs to has no open inspector. */
  static async connect(probeFile: string): Promise<DevTools> {
    const url = inspectorUrl(probeFile);
    // No limit: a heap is as large as it is.
    const socket = new WebSocket(url, { maxPayload: 0, perMessageDeflate: false });
    try {
      await once(socket, 'open');
    } catch (error) {
      throw notFitError(`the inspector of a measured server does not answer at ${url}: ${error}`);
    }
    const tools = new DevTools(socket);
    // A process that wants to end waits for us, else, and we for it.
    tools.on('NodeRuntime.waitingForDisconnect', () => socket.close());
    await tools.ask('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true });
    return tools;
  }

  /** Rejects with V8's words, or when the connection ends first. */
  ask<T>(method: string, params: object = {}): Promise<T> {
    this.#asked += 1;
    const id = this.#asked;
    return new Promise<T>((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) reject(endedError());
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  /** One listener an event. */
  on<T>(method: string, listener: (params: T) => void): void {
    this.#listeners.set(method, listener as (params: unknown) => void);
  }

  /** A process with an open connection waits with its exit until it is closed. */
  async close(): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }

  #take({ id, method, params, result, error }: Message): void {
    if (id === undefined) {
      this.#listeners.get(method ?? '')?.(params);
      return;
    }
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(error.message));
    else waiting?.resolve(result);
  }

  #giveUp(): void {
    for (const { reject } of this.#waiting.values()) {
      reject(endedError());
    }
    this.#waiting.clear();
  }
}

const endedError = () => sideDiedError('the measured server ended while it was looked into.');

function inspectorUrl(probeFile: string): string {
  try {
    const url = readFileSync(inspectorFileOf(probeFile), 'utf8');
    if (url !== '') return url;
  } catch {
    // The probe was not loaded.
  }
  throw notLookedInto();
}
