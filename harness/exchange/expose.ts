/** Makes what the probe of a running server measures readable for others, while it runs and after. */
import { randomUUID } from 'node:crypto';
import { notFitError } from '../error.ts';
import type { LaunchedSide } from '../run/launched-pair.ts';
import { metricsOf } from './live-metrics.ts';
import { LiveServer, windowSeconds } from './live-server.ts';
import { type MetricsServer, startMetricsServer } from './metrics-server.ts';
import { otlpJson } from './otlp-json.ts';
import { prometheusText } from './prometheus-text.ts';
import { type Pusher, startPushing } from './push-otlp.ts';

export interface ExposeOptions {
  /** Of loopback, 0 for any that is free; null: nothing is served. */
  readonly port: number | null;
  /** Of an OTLP/HTTP collector; null: nothing is pushed. */
  readonly endpoint: URL | null;
  readonly warn: (words: string) => void;
}

export interface Exposition {
  /** Null when nothing is served. */
  readonly url: string | null;
  close(): Promise<void>;
}

/** Read on even when nobody asks, so that an answer never has hours to catch up with. */
const readEveryMs = 1000;

/** Throws a `notFit` error when the server has no probe in it, or the port is not to be had. */
export async function expose(side: LaunchedSide, options: ExposeOptions): Promise<Exposition> {
  const { name, exited } = side.server;
  if (!side.probe) {
    throw notFitError(
      `${name} has no probe in it, so that there is nothing to expose: its command must start Node, with NODE_OPTIONS as it is given.`,
    );
  }
  const live = new LiveServer(side.probe, () => exited() === null);
  const resource = { 'service.name': name, 'service.instance.id': randomUUID() };
  const served = await serve(live, resource, options);
  const pushed = push(live, resource, options);
  const reading = setInterval(() => void live.readOn(), readEveryMs).unref();
  return {
    url: served?.url ?? null,
    async close() {
      clearInterval(reading);
      await Promise.all([served?.close(), pushed?.stop()]);
    },
  };
}

type Resource = Readonly<Record<string, string>>;

async function serve(
  live: LiveServer,
  resource: Resource,
  { port }: ExposeOptions,
): Promise<MetricsServer | null> {
  if (port === null) return null;
  return startMetricsServer(port, async () =>
    prometheusText(metricsOf(await live.state()), resource),
  );
}

/** As often as the window is long: nothing in between is lost to who reads the pushes. */
function push(
  live: LiveServer,
  resource: Resource,
  { endpoint, warn }: ExposeOptions,
): Pusher | null {
  if (endpoint === null) return null;
  const body = async () => {
    const state = await live.state();
    if (!state.seen) return null;
    const period = { startedAtMs: state.seen.startedAtMs, atMs: Date.now() };
    return otlpJson(metricsOf(state), resource, period);
  };
  return startPushing({ endpoint, everyMs: windowSeconds * 1000, body, warn });
}
