/** For the tests: a server that everybody must leave. */
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Throws where a connection is still open after ten seconds. */
export async function untilDeserted(server: Server): Promise<void> {
  const connections = () =>
    new Promise<number>((resolve) => server.getConnections((_error, count) => resolve(count)));
  let open = await connections();
  for (let polls = 0; open > 0 && polls < 2000; polls += 1) {
    await sleep(5);
    open = await connections();
  }
  if (open > 0) throw new Error(`${open} connections are still open`);
}
