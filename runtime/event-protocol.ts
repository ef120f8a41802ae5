/**
 * How a browser shows its token when it asks for events: its WebSockets can set no header, but
 * offer subprotocols. It offers two, `tandem.events` and `bearer.<token>`; the first is selected.
 *
 * Not a cookie: browsers send it along whichever site opens the socket, so that a stranger's page
 * could read the user's runs. Not a query parameter: URLs end up in logs and histories.
 */
import type { IncomingMessage } from 'node:http';

const eventProtocol = 'tandem.events';
const bearerPrefix = 'bearer.';

/** The token among the offered subprotocols; an empty text when there is none (no token is empty). */
export function offeredToken({ headers }: IncomingMessage): string {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.find((name) => name.startsWith(bearerPrefix))?.slice(bearerPrefix.length) ?? '';
}

/** What the server answers; never the token, which `ws` would take for a protocol like any other. */
export const selectProtocol = (offered: ReadonlySet<string>): string | false =>
  offered.has(eventProtocol) && eventProtocol;
