/** Traces of runs, steps, model calls and statements, when an OTLP endpoint is configured. */
import type { Connections, Query } from './concerns.ts';

type Attributes = Readonly<Record<string, string | number>>;

export interface Tracing {
  /** Does `work` inside a span; a rejection marks the span and passes on. */
  readonly span: <T>(name: string, attributes: Attributes, work: () => Promise<T>) => Promise<T>;
  /** The same connections, whose statements are spans. */
  readonly connections: (connections: Connections) => Connections;
  /** Resolves when the spans are exported. */
  readonly close: () => Promise<void>;
}

const off: Tracing = {
  span: (_name, _attributes, work) => work(),
  connections: (connections) => connections,
  close: async () => {},
};

/** Loads the SDK only when there is an endpoint; it reads the rest from the OTEL_* environment. */
export async function openTracing(endpoint: string | undefined): Promise<Tracing> {
  if (endpoint === undefined) return off;
  const { NodeSDK, api } = await import('@opentelemetry/sdk-node');
  const sdk = new NodeSDK({
    serviceName: 'tandem-runtime',
    autoDetectResources: false,
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  const tracer = api.trace.getTracer('tandem-runtime');
  const span: Tracing['span'] = (name, attributes, work) =>
    tracer.startActiveSpan(name, { attributes }, async (active) => {
      try {
        return await work();
      } catch (error) {
        active.setStatus({ code: api.SpanStatusCode.ERROR, message: String(error) });
        throw error;
      } finally {
        active.end();
      }
    });
  return {
    span,
    connections: (connections) => tracedConnections(connections, span),
    close: () => sdk.shutdown(),
  };
}

function tracedConnections(connections: Connections, span: Tracing['span']): Connections {
  const traced =
    (query: Query): Query =>
    (text, values) =>
      span('db.statement', { 'db.query.text': text.trim() }, () => query(text, values));
  return {
    query: traced(connections.query),
    transaction: (work) =>
      span('db.transaction', {}, () => connections.transaction((query) => work(traced(query)))),
    close: () => connections.close(),
  };
}
