/** What a span stands for in the picture, by evidence that any OpenTelemetry server leaves. */
import type { Span } from './span.ts';

/**
 * `call`: to a model or another service. `step`: a piece of the server's own work. `wait`: for a
 * connection and the like. `other`: what came from outside, the run itself above all.
 */
export type SpanClass = 'step' | 'call' | 'statement' | 'wait' | 'other';

/** Pools, sockets and queues: `pg-pool.connect`, `tcp.connect`, `pool.acquire`, `retry.wait`. */
const waiting = /(^|[^a-z])(connect|acquire|wait|sleep|backoff|delay|queue)([^a-z]|$)/i;
/** Without attributes a statement is still told by its name: `pg.query:SELECT`, `db.transaction`. */
const statementName = /^(db|pg|mysql2?|sqlite|mongodb|redis|prisma:client)[.:-]/i;

/** Semantic conventions first, then the name, then the kind. */
export function classOf({ name, kind, attributes, parentId }: Span): SpanClass {
  const keys = Object.keys(attributes);
  const has = (prefix: string) => keys.some((key) => key.startsWith(prefix));
  if (parentId === null || kind === 'server' || kind === 'consumer') return 'other';
  if (has('gen_ai.')) return 'call';
  if (waiting.test(name)) return 'wait';
  if (has('db.') || statementName.test(name)) return 'statement';
  return kind === 'client' || kind === 'producer' ? 'call' : 'step';
}
