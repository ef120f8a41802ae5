/**
 * An audience: subscribers whose WebSockets stay open for a whole arm. It knows what was sent to
 * whom, so that nothing is lost, doubled or out of order without being counted.
 */
import type { ArmIo, Shared, Socket } from '../../config/scenario.ts';
import { type CompleteUpTo, type Seat, Subscriber } from './subscriber.ts';

/** What a message says of itself. */
export interface Message {
  readonly sender: number;
  /** Its number among the sender's messages, from 1. */
  readonly seq: number;
  /** On the clock of `io.now()`: when it was planned to be sent, or when its event happened. */
  readonly dueMs: number;
}

export interface AudienceOptions {
  readonly seats: readonly Seat[];
  /** Null for a message that is none of a sender's; what it throws at, or finds no moment in, is unreadable. */
  readonly read: (text: string) => Message | null;
  /** The first so many subscribers read for `readMs`, then for `pauseMs` they don't, and so on. */
  readonly slow?: {
    readonly subscribers: number;
    readonly readMs: number;
    readonly pauseMs: number;
  };
  /** Every so often, in ms, all subscribers lose their connection at once and come back. */
  readonly stormEveryMs?: number;
  /** A subscriber is back: asks the server for what it missed, where the server can tell. */
  readonly rejoin?: (socket: Socket, completeUpTo: CompleteUpTo) => void;
}

/** What comes later than this after the arm is lost. */
const graceMs = 1000;
const pollMs = 10;

/** A message on its way. */
interface Sent {
  /** Its number among all messages of the audience: who joined later is not waited for. */
  readonly order: number;
  readonly due: readonly Subscriber[];
  waitingFor: number;
  readonly arrived: () => void;
}

export class Audience implements Shared {
  readonly #io: ArmIo;
  readonly #options: AudienceOptions;
  #subscribers: readonly Subscriber[] = [];
  /** Of those who are connected: how many messages there had been when they came. */
  readonly #joinedAt = new Map<Subscriber, number>();
  readonly #onTheirWay = new Map<number, Map<number, Sent>>();
  readonly #storm: NodeJS.Timeout | undefined;
  #order = 0;
  readonly #tallies = {
    'ws.received': 0,
    'ws.receivedBytes': 0,
    'ws.expected': 0,
    'ws.delivered': 0,
    'ws.duplicates': 0,
    'ws.reordered': 0,
    'ws.unreadable': 0,
  };

  private constructor(io: ArmIo, options: AudienceOptions) {
    this.#io = io;
    this.#options = options;
    if (options.stormEveryMs === undefined) return;
    this.#storm = setInterval(() => {
      for (const subscriber of this.#subscribers) subscriber.reconnect();
    }, options.stormEveryMs);
  }

  /** For a scenario's `share`. Rejects when a subscriber is refused. */
  static async open(io: ArmIo, options: AudienceOptions): Promise<Audience> {
    const audience = new Audience(io, options);
    audience.#subscribers = await Promise.all(
      options.seats.map((seat) =>
        Subscriber.open(io, {
          seat,
          receive: audience.#receive,
          lost: audience.#lost,
          joined: audience.#joined,
          rejoin: options.rejoin,
        }),
      ),
    );
    const { subscribers = 0, readMs = 0, pauseMs = 0 } = options.slow ?? {};
    for (const each of audience.#subscribers.slice(0, subscribers)) {
      each.readSlowly(readMs, pauseMs);
    }
    return audience;
  }

  /** Sends as the subscriber in this seat. Throws while it has no connection. */
  send(seat: number, text: string): void {
    this.#subscriberIn(seat).send(text);
  }

  /**
   * To be called before a message is sent: it is due to all, or to the subscriber in one seat.
   * Resolves when all of them have it; who loses its connection meanwhile is not waited for, unless
   * the server tells what was missed (`rejoin`). Rejects when nobody is there to receive it.
   */
  expect(sender: number, seq: number, seat?: number): Promise<void> {
    const due = seat === undefined ? this.#subscribers : [this.#subscriberIn(seat)];
    const order = this.#order++;
    this.#tallies['ws.expected'] += due.length;
    const waitingFor = due.filter((each) => this.#isWaitedFor(each, { due, order })).length;
    if (waitingFor === 0) return Promise.reject(new Error('no subscriber is connected'));
    return new Promise((arrived) => {
      this.#sentBy(sender).set(seq, { order, due, waitingFor, arrived });
    });
  }

  /** Waits a second at most for what is still on its way, then counts it as lost. */
  async close(): Promise<void> {
    clearInterval(this.#storm);
    for (const subscriber of this.#subscribers) subscriber.readOn();
    const tallies = this.#tallies;
    const isWaiting = (): boolean => tallies['ws.delivered'] < tallies['ws.expected'];
    const untilMs = this.#io.now() + graceMs;
    while (isWaiting() && this.#io.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
    for (const subscriber of this.#subscribers) subscriber.leave();
    for (const [name, count] of Object.entries(tallies)) {
      this.#io.tally(name as keyof typeof tallies, count);
    }
    this.#io.tally('ws.lost', Math.max(0, tallies['ws.expected'] - tallies['ws.delivered']));
  }

  readonly #receive = (text: string, subscriber: Subscriber): void => {
    this.#tallies['ws.received'] += 1;
    this.#tallies['ws.receivedBytes'] += Buffer.byteLength(text);
    const message = this.#read(text);
    if (message === null) return;
    const receipt = subscriber.ledger(message.sender).receive(message.seq);
    if (receipt === 'impossible') {
      this.#tallies['ws.unreadable'] += 1;
      return;
    }
    if (receipt === 'again') {
      this.#tallies['ws.duplicates'] += 1;
      return;
    }
    if (receipt === 'late') this.#tallies['ws.reordered'] += 1;
    this.#tallies['ws.delivered'] += 1;
    this.#io.sample('ws.delay', this.#io.now() - message.dueMs);
    const sent = this.#onTheirWay.get(message.sender)?.get(message.seq);
    if (sent && this.#isWaitedFor(subscriber, sent)) {
      this.#waitForOneLess(message.sender, message.seq, sent);
    }
  };

  /** What the scenario cannot read is counted: a server that sends such a thing ends no arm. */
  #read(text: string): Message | null {
    try {
      const message = this.#options.read(text);
      if (message === null || Number.isFinite(message.dueMs)) return message;
    } catch {
      // Counted like a message without its moment.
    }
    this.#tallies['ws.unreadable'] += 1;
    return null;
  }

  readonly #joined = (subscriber: Subscriber): void => {
    this.#joinedAt.set(subscriber, this.#order);
  };

  /** What was sent to its old connection does not come any more: nobody waits for it. */
  readonly #lost = (subscriber: Subscriber): void => {
    if (this.#options.rejoin) return;
    for (const [sender, ofSender] of this.#onTheirWay) {
      for (const [seq, sent] of ofSender) {
        if (!this.#isWaitedFor(subscriber, sent) || subscriber.ledger(sender).has(seq)) continue;
        this.#waitForOneLess(sender, seq, sent);
      }
    }
    this.#joinedAt.delete(subscriber);
  };

  #isWaitedFor(subscriber: Subscriber, { due, order }: Pick<Sent, 'due' | 'order'>): boolean {
    if (due !== this.#subscribers && !due.includes(subscriber)) return false;
    return (
      this.#options.rejoin !== undefined || order >= (this.#joinedAt.get(subscriber) ?? Infinity)
    );
  }

  #waitForOneLess(sender: number, seq: number, sent: Sent): void {
    sent.waitingFor -= 1;
    if (sent.waitingFor > 0) return;
    this.#sentBy(sender).delete(seq);
    sent.arrived();
  }

  #sentBy(sender: number): Map<number, Sent> {
    let ofSender = this.#onTheirWay.get(sender);
    if (!ofSender) {
      ofSender = new Map();
      this.#onTheirWay.set(sender, ofSender);
    }
    return ofSender;
  }

  #subscriberIn(seat: number): Subscriber {
    const subscriber = this.#subscribers[seat];
    if (subscriber) return subscriber;
    throw new Error(`there is no seat ${seat}: the audience has ${this.#subscribers.length}`);
  }
}
