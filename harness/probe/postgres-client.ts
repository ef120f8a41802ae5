/** Counts what `pg` clients do, in a pool or on their own. The native client is not covered. */
import { callObserved, onModuleLoaded, replaceMethod } from './module-hook.ts';
import type { PostgresActivity, PostgresClient } from './postgres-activity.ts';

const clientFile = /[\\/]pg[\\/]lib[\\/]client\.js$/;

export function watchPostgresClients(activity: PostgresActivity): void {
  onModuleLoaded(clientFile, (Client) => {
    countStatements(Client, activity);
    observeConnects(Client, activity);
  });
}

/** A pool's `query` ends here too, so that counting here counts each statement once, in whatever form it came. */
function countStatements(Client: unknown, activity: PostgresActivity): void {
  replaceMethod<PostgresClient>(
    Client,
    'query',
    (query) =>
      function (...given) {
        const answer = query.apply(this, given);
        activity.statements += 1;
        return answer;
      },
  );
}

function observeConnects(Client: unknown, activity: PostgresActivity): void {
  const countRows = (message: { readonly text: string }) => {
    activity.rows += rowsOf(message.text);
  };
  replaceMethod<PostgresClient>(
    Client,
    'connect',
    (connect) =>
      function (...given) {
        activity.follow(this);
        this.connection.on('commandComplete', countRows);
        const opened = activity.poolConnects ? () => {} : observeBareConnect(this, activity);
        return callObserved(connect, this, given, (error) => {
          if (!error) activity.connects += 1;
          opened(error);
        });
      },
  );
}

/** A client below no pool: its wait is the connect, and it is in use until it is closed. */
function observeBareConnect(
  client: PostgresClient,
  activity: PostgresActivity,
): (error: unknown) => void {
  const askedUs = activity.ask();
  return (error) => {
    activity.settle(askedUs, !error);
    if (error) return;
    activity.inUse.rise();
    client.once('end', () => activity.inUse.fall());
  };
}

/**
 * Rows returned or changed: the number that ends a command tag, if there is one (`SELECT 5`,
 * `INSERT 0 3`, `BEGIN`). Taken from there it needs no look at results, and holds for every form of query.
 */
export function rowsOf(commandTag: string): number {
  const rows = Number(commandTag.slice(commandTag.lastIndexOf(' ') + 1));
  return Number.isInteger(rows) ? rows : 0;
}
