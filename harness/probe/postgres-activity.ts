import { Gauge } from './gauge.ts';
import { monotonicUs } from './monotonic-clock.ts';

/** What is used of a `pg` client: its socket counts the bytes. */
export interface PostgresClient {
  readonly connection: {
    readonly stream: { readonly bytesRead: number; readonly bytesWritten: number };
    on(event: 'commandComplete', listener: (message: { readonly text: string }) => void): unknown;
  };
  once(event: 'end', listener: () => void): unknown;
}

export interface PostgresPool {
  readonly idleCount: number;
  readonly ended: boolean;
  on(event: 'acquire' | 'release', listener: () => void): unknown;
}

/** What a process does with its database, over all pools and clients. */
export class PostgresActivity {
  connects = 0;
  statements = 0;
  rows = 0;
  /** True while a pool opens a client of its own: the wait is then the pool's. */
  poolConnects = false;
  /** Connections held by a caller. */
  readonly inUse = new Gauge();
  /** Callers that asked for a connection and do not hold it yet. */
  readonly #waiting = new Gauge();
  #waitsUs: number[] = [];
  /** Some connections were opened otherwise than by `pg`: nothing of the above is whole. */
  unseen = false;
  /** Not held on to: some servers forget a pool without ending it. */
  readonly #pools = new Set<WeakRef<PostgresPool>>();
  readonly #open = new Set<PostgresClient>();
  readonly #streams = new WeakSet<object>();
  #bytesOfClosed = 0;

  /** A caller asks for a connection: returns when. `idle` ones are at hand, so that as many callers hardly wait. */
  ask(idle = 0): number {
    this.#waiting.rise(idle);
    return monotonicUs();
  }

  /** The caller that asked at `askedUs` holds its connection, or was refused. */
  settle(askedUs: number, held: boolean): void {
    this.#waiting.fall();
    if (held) this.#waitsUs.push(Math.round(monotonicUs() - askedUs));
  }

  watchPool(pool: PostgresPool): void {
    this.#pools.add(new WeakRef(pool));
    pool.on('acquire', () => this.inUse.rise());
    pool.on('release', () => this.inUse.fall());
  }

  /** Connections of all pools that nobody holds, now. */
  idle(): number {
    let idle = 0;
    for (const reference of this.#pools) {
      const pool = reference.deref();
      if (pool && !pool.ended) idle += pool.idleCount;
      else this.#pools.delete(reference);
    }
    return idle;
  }

  /** Counts the client's bytes from now until its socket is closed. */
  follow(client: PostgresClient): void {
    if (this.#open.has(client)) return;
    this.#open.add(client);
    this.#streams.add(client.connection.stream);
    client.once('end', () => {
      this.#open.delete(client);
      this.#bytesOfClosed += bytesOf(client);
    });
  }

  /** Is it the socket of a client that is counted? */
  follows(socket: object): boolean {
    return this.#streams.has(socket);
  }

  /** To and from the database since the process began. */
  bytes(): number {
    let bytes = this.#bytesOfClosed;
    for (const client of this.#open) bytes += bytesOf(client);
    return bytes;
  }

  takeWaitingMax(): number {
    return this.#waiting.takeMax();
  }

  takeWaitsUs(): readonly number[] {
    const taken = this.#waitsUs;
    this.#waitsUs = [];
    return taken;
  }
}

/** The stream is looked up each time: with TLS it is another one than at the start. */
function bytesOf(client: PostgresClient): number {
  const { bytesRead, bytesWritten } = client.connection.stream;
  return bytesRead + bytesWritten;
}
