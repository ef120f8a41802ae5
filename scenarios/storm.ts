/** A storm of reconnections: every so often all sockets break at once, as behind a proxy that restarts. */
import type { Shared, Socket } from '../harness/index.ts';

export class Storm implements Shared {
  readonly #sockets = new Set<Socket>();
  readonly #timer: NodeJS.Timeout;

  constructor(everyMs: number) {
    this.#timer = setInterval(() => {
      for (const socket of this.#sockets) socket.close();
    }, everyMs);
  }

  /** The next storm breaks this socket, too, if it is still open. */
  takes(socket: Socket): void {
    this.#sockets.add(socket);
    void socket.closed.then(() => this.#sockets.delete(socket));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
  }
}
