/**
 * The agent runtime of this repository with a slowdown in the packages it uses, where a careless
 * change would have it: in each statement, in the pool, in each message.
 *
 *   node dist/scripts/gate-study/planted-runtime.js [plant]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { WebSocket } from 'ws';
import { plantNamed, type RuntimePlant } from './plants.ts';

/** By the runtime's own pool. */
const openedAtStart = 4;

const plant = plantNamed(process.argv[2] ?? 'runtime-none');
if (plant.server !== 'runtime') throw new Error(`${process.argv[2]} is no plant of the runtime`);
plantIntoPool(plant);
plantIntoSockets(plant);
await import('../serve.ts');

type Method = (this: unknown, ...args: unknown[]) => unknown;

function plantIntoPool({ pool, databaseMs, queries }: RuntimePlant): void {
  // In the prototype, for who imports `Pool` by name has the class as it was.
  const pools = pg.Pool.prototype as unknown as { connect: Method };
  const { connect } = pools;
  let connected = 0;
  pools.connect = function planted(this: { options: { max: number } }, ...args) {
    connected += 1;
    // The runtime opens four at its start and waits for them: then the pool shrinks.
    if (connected === openedAtStart + 1 && pool < openedAtStart) {
      this.options.max = pool;
      const surplus = connect.call(this) as Promise<pg.PoolClient>;
      void surplus.then((client) => client.release(true));
    }
    return connect.apply(this, args);
  } as Method;
  if (databaseMs === 0 && queries === 0) return;
  const { prototype } = pg.Client as unknown as { prototype: { query: Method } };
  const { query } = prototype;
  prototype.query = function planted(...args) {
    // Statements with a callback, and those of other kinds, go as they are.
    if (typeof args.at(-1) === 'function' || typeof args[0] === 'function') {
      return query.apply(this, args);
    }
    const more = isFirstOfRun(args[0]) ? queries : 0;
    return later(
      () => query.apply(this, args),
      databaseMs,
      async () => {
        for (let extra = 0; extra < more; extra++) await query.call(this, 'SELECT 1');
      },
    );
  };
}

async function later(
  then: () => unknown,
  ms: number,
  before: () => Promise<void>,
): Promise<unknown> {
  if (ms > 0) await sleep(ms);
  await before();
  return then();
}

/** A run is inserted once. */
function isFirstOfRun(statement: unknown): boolean {
  const text =
    typeof statement === 'string' ? statement : (statement as { text?: unknown } | null)?.text;
  return typeof text === 'string' && /^\s*insert into runs\b/i.test(text);
}

function plantIntoSockets({ copies }: RuntimePlant): void {
  if (copies === 1) return;
  const prototype = WebSocket.prototype as unknown as { send: Method };
  const { send } = prototype;
  prototype.send = function planted(...args) {
    for (let copy = 1; copy < copies; copy++) send.apply(this, args);
    return send.apply(this, args);
  };
}
