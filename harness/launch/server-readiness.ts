import { get } from 'node:http';

/** What a server did with a request: its status, `silent` (took it, no HTTP answer), `closed` (did not take it). */
type Reaction = number | 'silent' | 'closed';

/** Judges reaction after reaction whether a server is ready; says in words what came last. */
export interface Readiness {
  ask(): Promise<boolean>;
  lastSeen(): string;
}

const reactionTimeoutMs = 1000;
/** A port that is open for so long without an HTTP answer is that of a server that speaks no HTTP. */
const openPortMs = 1000;

/**
 * With a declared path: ready when that answers 2xx or 3xx. With null: when `/readyz` answers below
 * 500, or where that is not found, when `/` does; or when the port has been open for a second.
 */
export function readinessOf(port: number, path: string | null, signal: AbortSignal): Readiness {
  let seen = 'nothing listened';
  const react = async (to: string): Promise<Reaction> => {
    const reaction = await reactionTo(port, to, signal);
    seen = inWords(to, reaction);
    return reaction;
  };
  const declared = async (to: string): Promise<boolean> => {
    const reaction = await react(to);
    return typeof reaction === 'number' && reaction >= 200 && reaction < 400;
  };
  let openSinceMs = Number.POSITIVE_INFINITY;
  const guessed = async (): Promise<boolean> => {
    const askedMs = performance.now();
    const first = await react('/readyz');
    const reaction = first === 404 ? await react('/') : first;
    if (typeof reaction === 'number') return reaction < 500;
    openSinceMs = reaction === 'silent' ? Math.min(openSinceMs, askedMs) : Number.POSITIVE_INFINITY;
    return performance.now() - openSinceMs >= openPortMs;
  };
  return { ask: () => (path === null ? guessed() : declared(path)), lastSeen: () => seen };
}

/** Asks once, over a connection of its own. */
function reactionTo(port: number, path: string, signal: AbortSignal): Promise<Reaction> {
  return new Promise((resolve) => {
    let connected = false;
    const place = { host: '127.0.0.1', port, path };
    const request = get({ ...place, agent: false, timeout: reactionTimeoutMs, signal });
    request.on('socket', (socket) => {
      socket.on('connect', () => {
        connected = true;
      });
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(connected ? 'silent' : 'closed'));
    request.on('response', (response) => {
      response.destroy();
      resolve(response.statusCode ?? 'silent');
    });
  });
}

function inWords(path: string, reaction: Reaction): string {
  if (reaction === 'closed') return 'nothing listened';
  return reaction === 'silent' ? `${path} got no HTTP answer` : `${path} answered ${reaction}`;
}
