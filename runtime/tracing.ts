/** Traces of runs, steps, model calls and statements, when an OTLP endpoint is configured. */
import type { SpanKind } from '@opentelemetry/api';
import type { Connections, Query } from './concerns.ts';

type Attributes = Readonly<Record<string, string | number>>;

/** Does `work` inside a span; a rejection marks the span and passes on. */
type Spanned = <T>(name: string, attributes: Attributes, work: () => Promise<T>) => Promise<T>;

interface OpenSpan {
  readonly within: <T>(work: () => T) => T;
  readonly end: () => void;
}

export interface Tracing {
  /** For what does not fit into one function: open until `end`, `within` is inside it. */
  readonly open: (name: string, attributes: Attributes) => OpenSpan;
  /** What the server itself does. */
  readonly span: Spanned;
  /** What it asks another process for. */
  readonly call: Spanned;
  /** The same connections, whose statements are spans. */
  readonly connections: (connections: Connections) => Connections;
  /** Resolves when the spans are exported. */
  readonly close: () => Promise<void>;
}

const untraced: Spanned = (_name, _attributes, work) => work();

const off: Tracing = {
  open: () => ({ within: (work) => work(), end: () => {} }),
  span: untraced,
  call: untraced,
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
  const spanned =
    (kind: SpanKind): Spanned =>
    (name, attributes, work) =>
      tracer.startActiveSpan(name, { attributes, kind }, async (active) => {
        try {
          return await work();
        } catch (error) {
          active.setStatus({ code: api.SpanStatusCode.ERROR, message: String(error) });
          throw error;
        } finally {
          active.end();
        }
      });
  const call = spanned(api.SpanKind.CLIENT);
  return {
    open: (name, attributes) => {
      const opened = tracer.startSpan(name, { attributes });
      const inside = api.trace.setSpan(api.context.active(), opened);
      return {
        within: (work) => api.context.with(inside, work),
        end: () => opened.end(),
      };
    },
    span: spanned(api.SpanKind.INTERNAL),
    call,
    connections: (connections) => tracedConnections(connections, call),
    close: () => sdk.shutdown(),
  };
}

/** Attributes are named as OpenTelemetry's semantic conventions for databases name them. */
function tracedConnections(connections: Connections, call: Spanned): Connections {
  const database = { 'db.system.name': 'postgresql' };
  const traced =
    (query: Query): Query =>
    (text, values) =>
      call('db.statement', { ...database, 'db.query.text': text.trim() }, () =>
        query(text, values),
      );
  return {
    query: traced(connections.query),
    transaction: (work) =>
      call('db.transaction', database, () =>
        connections.transaction((query) => work(traced(query))),
      ),
    close: () => connections.close(),
  };
}
