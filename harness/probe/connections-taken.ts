import { subscribe } from 'node:diagnostics_channel';
import type { Server, Socket } from 'node:net';

/** What is used of a connection that a server accepted. */
interface Accepted {
  readonly socket: Socket & { readonly server?: Server };
}

/** Who takes requests: the connections that servers of this process accepted. */
export interface ConnectionsTaken {
  readonly accepted: number;
  /** Some of them at a server that lets them become WebSockets. */
  readonly upgradable: boolean;
}

/** Costs something once a connection. The primary of a cluster hands its connections on: it takes none. */
export function watchConnections(): ConnectionsTaken {
  const taken = { accepted: 0, upgradable: false };
  subscribe('net.server.socket', (message) => {
    taken.accepted += 1;
    if (taken.upgradable) return;
    const { server } = (message as Accepted).socket;
    taken.upgradable = (server?.listenerCount('upgrade') ?? 0) > 0;
  });
  return taken;
}
