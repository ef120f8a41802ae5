/**
 * Counts the requests that a server sends, by `node:http(s)` and by `fetch` and undici, which all tell
 * of them on diagnostics channels: bundled code is seen as well. HTTP/2 through `node:http2` is not.
 */
import { subscribe } from 'node:diagnostics_channel';
import { monotonicUs } from './monotonic-clock.ts';

interface Told {
  readonly request: object;
}

/** What a request of `node:http` is used for. */
interface ClientRequest {
  once(event: 'close', listener: () => void): unknown;
}

export class OutgoingHttp {
  /** Refused connections are among them. */
  requests = 0;
  /** From when a request was written to the end of its answer, added up over all that have ended. */
  waitUs = 0;
  readonly #writtenUs = new WeakMap<object, number>();

  knows(request: object): boolean {
    return this.#writtenUs.has(request);
  }

  written(request: object): void {
    this.#writtenUs.set(request, monotonicUs());
  }

  ended(request: object): void {
    const writtenUs = this.#writtenUs.get(request);
    if (writtenUs === undefined) return;
    this.#writtenUs.delete(request);
    this.waitUs += Math.round(monotonicUs() - writtenUs);
  }
}

export function watchOutgoingHttp(): OutgoingHttp {
  const activity = new OutgoingHttp();
  watchNodeHttp(activity);
  watchUndici(activity);
  return activity;
}

/** A request is closed once its answer was read to the end, or will never be. */
function watchNodeHttp(activity: OutgoingHttp): void {
  listen('http.client.request.start', (request) => {
    activity.requests += 1;
    activity.written(request);
    (request as ClientRequest).once('close', () => activity.ended(request));
  });
  listen('http.client.request.error', (request) => {
    // A connection that was refused: its request was never written.
    if (!activity.knows(request)) activity.requests += 1;
  });
}

function watchUndici(activity: OutgoingHttp): void {
  listen('undici:request:create', () => {
    activity.requests += 1;
  });
  listen('undici:client:sendHeaders', (request) => activity.written(request));
  listen('undici:request:trailers', (request) => activity.ended(request));
  listen('undici:request:error', (request) => activity.ended(request));
}

function listen(channel: string, heard: (request: object) => void): void {
  subscribe(channel, (message) => heard((message as Told).request));
}
