/**
 * The server that every generator asks in the benchmarks of load, in a process of its own (see
 * target.ts): it answers at once, or holds all answers for a while, and counts what arrived and when.
 *
 *   /      a request is answered; on a WebSocket, /echo sends a message back to its sender, and
 *   /all   gets every message that comes in at /say
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { Arrivals, Hold, TargetCommand } from './target.ts';

class ArrivalLog {
  readonly #hold: Hold | null;
  readonly #momentsMs: number[] = [];
  #heldAnswers: (() => void)[] | undefined;
  #fromMs = 0;
  #untilMs = 0;

  constructor(hold: Hold | null) {
    this.#hold = hold;
  }

  /** Calls `answer` now, or when the hold is over. */
  arrived(answer: () => void): void {
    if (this.#momentsMs.length === 0 && this.#hold) setTimeout(this.#close, this.#hold.afterMs);
    this.#momentsMs.push(performance.now());
    if (this.#heldAnswers) this.#heldAnswers.push(answer);
    else answer();
  }

  arrivals(): Arrivals {
    const [firstMs = 0] = this.#momentsMs;
    const moments = this.#momentsMs.map((ms) => ms - firstMs);
    const early = moments.filter((ms) => ms % 1000 < 50).length;
    const held = this.#hold && {
      fromMs: this.#fromMs - firstMs,
      untilMs: this.#untilMs - firstMs,
    };
    return {
      count: moments.length,
      lastMs: moments.at(-1) ?? 0,
      inFirst50Ms: early / moments.length,
      held,
    };
  }

  readonly #close = (): void => {
    this.#heldAnswers = [];
    this.#fromMs = performance.now();
    setTimeout(this.#open, this.#hold?.ms);
  };

  readonly #open = (): void => {
    this.#untilMs = performance.now();
    const held = this.#heldAnswers ?? [];
    this.#heldAnswers = undefined;
    for (const answer of held) answer();
  };
}

let log = new ArrivalLog(null);
const server = createServer((_request, response) => {
  log.arrived(() => response.end('{"ok":true}'));
});
serveSockets(new WebSocketServer({ server, perMessageDeflate: false }));
process.on('disconnect', () => process.exit());
process.on('message', (command: TargetCommand) => {
  if (command.kind === 'begin') log = new ArrivalLog(command.hold);
  process.send?.(command.kind === 'begin' ? null : log.arrivals());
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.send?.((server.address() as AddressInfo).port);

function serveSockets(sockets: WebSocketServer): void {
  const listeners = new Set<{ send(text: string): void }>();
  sockets.on('connection', (socket, { url }) => {
    if (url === '/all') {
      listeners.add(socket);
      socket.on('close', () => listeners.delete(socket));
    }
    socket.on('message', (data) => {
      const text = data.toString();
      log.arrived(() => {
        if (url === '/echo') socket.send(text);
        else for (const listener of listeners) listener.send(text);
      });
    });
  });
}
