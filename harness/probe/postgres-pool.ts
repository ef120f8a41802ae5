/** Measures the waits and levels of `pg` pools, over all pools of the process (pg-pool 3.6 or newer). */
import { callObserved, onModuleLoaded, replaceMethod } from './module-hook.ts';
import type { PostgresActivity, PostgresPool } from './postgres-activity.ts';

const poolFile = /[\\/]pg-pool[\\/]index\.js$/;

export function watchPostgresPools(activity: PostgresActivity): void {
  onModuleLoaded(poolFile, (Pool) => {
    measureWaits(Pool, activity);
    markOwnConnects(Pool, activity);
  });
}

/** A pool's `query` asks by `connect` too. */
function measureWaits(Pool: unknown, activity: PostgresActivity): void {
  const known = new WeakSet<PostgresPool>();
  replaceMethod<PostgresPool>(
    Pool,
    'connect',
    (connect) =>
      function (...given) {
        if (!known.has(this)) {
          known.add(this);
          activity.watchPool(this);
        }
        const askedUs = activity.ask(this.idleCount);
        return callObserved(connect, this, given, (error) => activity.settle(askedUs, !error));
      },
  );
}

function markOwnConnects(Pool: unknown, activity: PostgresActivity): void {
  replaceMethod<PostgresPool>(
    Pool,
    'newClient',
    (newClient) =>
      function (...given) {
        activity.poolConnects = true;
        try {
          return newClient.apply(this, given);
        } finally {
          activity.poolConnects = false;
        }
      },
  );
}
