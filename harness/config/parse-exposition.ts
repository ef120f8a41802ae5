import { usageError } from '../error.ts';

/** The flags of `serve` as they were typed; `--metrics` alone is true. */
export interface ExpositionFlags {
  readonly metrics?: string | true;
  readonly otlp?: string;
}

/** Where a server's metrics are to be had: null where they are not asked for. */
export interface ExpositionTargets {
  readonly port: number | null;
  readonly endpoint: URL | null;
}

/** The port on which OpenTelemetry's exporters wait for Prometheus, too. */
const usualPort = 9464;

/** Throws a usage error that names the flag. */
export function parseExposition({ metrics, otlp }: ExpositionFlags): ExpositionTargets {
  return {
    port: metrics === undefined ? null : metrics === true ? usualPort : portOf(metrics),
    endpoint: otlp === undefined ? null : endpointOf(otlp),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw usageError(
    `--metrics takes a port from 0 to 65535, and came as '${text}': write the variant before it.`,
  );
}

function endpointOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw usageError(
    `--otlp takes the URL of a collector, such as http://127.0.0.1:4318, and came as '${text}'.`,
  );
}
