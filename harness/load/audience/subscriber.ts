/** One subscriber of an audience: its connection, and what it has received of whom. */
import type { ArmIo, Socket } from '../../config/scenario.ts';
import { Ledger } from './ledger.ts';

/** Where one subscriber connects, and as whom. */
export interface Seat {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How many messages of each sender, counted from the first, have come. */
export type CompleteUpTo = (sender: number) => number;

export interface SubscriberOptions {
  readonly seat: Seat;
  readonly receive: (text: string, subscriber: Subscriber) => void;
  /** Called when its connection is gone, and when a new one is there. */
  readonly lost: (subscriber: Subscriber) => void;
  readonly joined: (subscriber: Subscriber) => void;
  /** Called on a new connection after a loss: asks the server for what was missed, where it can. */
  readonly rejoin: ((socket: Socket, completeUpTo: CompleteUpTo) => void) | undefined;
}

/** A server that is down may come back: how long and how often a lost subscriber tries. */
const patienceMs = 5000;
const retryMs = 50;

export class Subscriber {
  /** Undefined while it has no connection. */
  #socket: Socket | undefined;
  readonly #io: ArmIo;
  readonly #options: SubscriberOptions;
  readonly #ledgers = new Map<number, Ledger>();
  #left = false;
  #pausing: NodeJS.Timeout | undefined;

  private constructor(io: ArmIo, options: SubscriberOptions) {
    this.#io = io;
    this.#options = options;
  }

  /** Rejects when the server refuses it. */
  static async open(io: ArmIo, options: SubscriberOptions): Promise<Subscriber> {
    const subscriber = new Subscriber(io, options);
    await subscriber.#connect();
    return subscriber;
  }

  /** Throws while it has no connection. */
  send(text: string): void {
    if (!this.#socket) throw new Error('the subscriber has lost its connection');
    this.#socket.send(text);
  }

  ledger(sender: number): Ledger {
    let ledger = this.#ledgers.get(sender);
    if (!ledger) {
      ledger = new Ledger();
      this.#ledgers.set(sender, ledger);
    }
    return ledger;
  }

  /** Reads for `readMs`, then leaves what comes to the network and the server for `pauseMs`, and again. */
  readSlowly(readMs: number, pauseMs: number): void {
    const read = (): void => {
      this.#socket?.resume();
      this.#pausing = setTimeout(pause, readMs);
    };
    const pause = (): void => {
      this.#socket?.pause();
      this.#pausing = setTimeout(read, pauseMs);
    };
    this.#pausing = setTimeout(pause, readMs);
  }

  /** Breaks the connection and comes back at once. */
  reconnect(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#lose();
    socket.resume();
    socket.close();
  }

  /** Ends the slow reading. */
  readOn(): void {
    clearTimeout(this.#pausing);
    this.#socket?.resume();
  }

  leave(): void {
    this.#left = true;
    this.readOn();
    this.#socket?.close();
    this.#socket = undefined;
  }

  #lose(): void {
    this.#socket = undefined;
    this.#options.lost(this);
    void this.#return();
  }

  async #return(): Promise<void> {
    const lostMs = this.#io.now();
    while (!this.#left && this.#io.now() - lostMs < patienceMs) {
      const socket = await this.#connect().catch(() => null);
      if (socket) {
        this.#io.sample('ws.reconnect', this.#io.now() - lostMs);
        this.#options.rejoin?.(socket, (sender) => this.ledger(sender).complete);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  async #connect(): Promise<Socket> {
    const { seat, receive, joined } = this.#options;
    const socket = await this.#io.ws(seat.path, seat.headers);
    this.#socket = socket;
    joined(this);
    socket.listen((text) => receive(text, this));
    void socket.closed.then(() => {
      if (this.#socket === socket) this.#lose();
    });
    return socket;
  }
}
