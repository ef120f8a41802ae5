import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';

export interface PushOptions {
  /** As OTEL_EXPORTER_OTLP_ENDPOINT has it: `/v1/metrics` is added. */
  readonly endpoint: URL;
  readonly everyMs: number;
  /** The body of each push; null: there is nothing to say yet. */
  readonly body: () => Promise<string | null>;
  /** Told once when pushes begin to fail, and once when they reach the collector again. */
  readonly warn: (words: string) => void;
}

export interface Pusher {
  /** Pushes once more, and ends. */
  stop(): Promise<void>;
}

/** A collector that takes longer does not get this push; as all is cumulative, the next one has it too. */
const patienceMs = 5000;

/** Pushes to a collector until it is stopped. A collector that is not there does no harm. */
export function startPushing(options: PushOptions): Pusher {
  const ending = new AbortController();
  const push = pushing(options);
  const pushed = (async () => {
    while (!ending.signal.aborted) {
      await push();
      await sleep(options.everyMs, undefined, ending).catch(() => undefined);
    }
    await push();
  })();
  return {
    stop() {
      ending.abort();
      return pushed;
    },
  };
}

function pushing({ endpoint, body, warn }: PushOptions): () => Promise<void> {
  const url = new URL(`${endpoint.pathname.replace(/\/$/, '')}/v1/metrics`, endpoint);
  let failing = false;
  return async () => {
    const content = await body();
    if (content === null) return;
    const problem = await post(url, content);
    if (problem !== null && !failing) {
      warn(`${url.href} ${problem}: metrics are not pushed, and tried again.`);
    }
    if (problem === null && failing) warn(`${url.href} takes metrics again.`);
    failing = problem !== null;
  };
}

/** Returns what is wrong, or null. */
async function post(url: URL, body: string): Promise<string | null> {
  try {
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await answer.body.text();
    const { statusCode } = answer;
    const taken = statusCode >= 200 && statusCode < 300;
    return taken ? rejectionIn(text) : `answers ${statusCode} ${text.slice(0, 200)}`.trim();
  } catch (error) {
    return `does not answer (${(error as Error).message})`;
  }
}

/** A collector that takes a part of it says so in a 200. */
function rejectionIn(text: string): string | null {
  const { rejectedDataPoints, errorMessage } = partialSuccessOf(text);
  if (Number(rejectedDataPoints ?? 0) === 0) return null;
  return `rejects ${rejectedDataPoints} values (${errorMessage ?? 'it does not say why'})`;
}

interface PartialSuccess {
  readonly rejectedDataPoints?: string | number;
  readonly errorMessage?: string;
}

function partialSuccessOf(text: string): PartialSuccess {
  try {
    return (JSON.parse(text) as { partialSuccess?: PartialSuccess }).partialSuccess ?? {};
  } catch {
    return {};
  }
}
