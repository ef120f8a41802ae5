/** Follows an interactive run to its end, as a subscriber in a browser would. */
import { type Answer, type Io, Ledger, type Socket } from '../harness/index.ts';
import type { CriticalEvent, RunMessage } from '../runtime/run-event.ts';
import type { RunRequest } from '../runtime/run-request.ts';
import { eventsDigest, orderFault } from './critical-events.ts';

/**
 * Resolves with the answer once the run has ended. Messages of the user's other runs come on the
 * same socket from some variants: they are counted and ignored. Where the socket closes before,
 * `comeBack` gives another one, on which the server tells again what has happened; without it that
 * rejects.
 */
export async function followRun(
  request: RunRequest,
  socket: Socket,
  io: Io,
  comeBack?: () => Promise<Socket>,
): Promise<Answer> {
  const follower = new Follower(request, io);
  let present = socket;
  while (!follower.ended) {
    const text = await present.next();
    if (text !== null) follower.receive(text, present);
    else if (comeBack) {
      present = await comeBack();
      follower.returned();
    } else throw new Error(`the socket closed before run ${request.id} had ended`);
  }
  return follower.answer();
}

/** A connection that is breaking takes no ack: that it broke shows when it is read to its end. */
function acknowledge(socket: Socket, seq: number): void {
  try {
    socket.send(JSON.stringify({ type: 'ack', seq }));
  } catch {
    // The messages that came before are read all the same.
  }
}

class Follower {
  ended = false;
  readonly #request: RunRequest;
  readonly #io: Io;
  readonly #ledger = new Ledger();
  readonly #events: CriticalEvent[] = [];
  readonly #startedMs = new Map<string, number>();
  #began = false;
  #last = 0;
  /** What is told again after a return is no duplicate. */
  #toldAgainUpTo = 0;

  constructor(request: RunRequest, io: Io) {
    this.#request = request;
    this.#io = io;
  }

  returned(): void {
    this.#toldAgainUpTo = this.#last;
  }

  receive(text: string, socket: Socket): void {
    this.#io.tally('ws.received', 1);
    const message = JSON.parse(text) as RunMessage;
    if (message.run !== this.#request.id) return;
    if (!this.#began) this.#io.moment('firstEvent');
    this.#began = true;
    const { run: _run, seq, at, ...event } = message;
    if (event.type === 'token') this.#io.tally('ws.useful', event.text.length);
    else if (event.type !== 'state.changed') {
      acknowledge(socket, seq ?? 0);
      if (this.#isNew(seq ?? 0)) this.#critical(event, at);
    }
  }

  answer(): Answer {
    const last = this.#events.at(-1);
    this.#io.tally('ws.expected', this.#last);
    this.#io.tally('ws.delivered', this.#last - this.#ledger.missing);
    this.#io.tally('ws.lost', this.#ledger.missing);
    if (last?.type === 'run.failed') return { digest: '', wrong: `the run failed: ${last.reason}` };
    const stateHash = last?.type === 'run.completed' ? last.stateHash : '';
    const digest = `${stateHash} ${eventsDigest(this.#events)}`;
    const fault = orderFault(this.#request.steps, this.#events);
    return fault === null ? { digest } : { digest, wrong: fault };
  }

  #isNew(seq: number): boolean {
    const receipt = this.#ledger.receive(seq);
    this.#last = Math.max(this.#last, seq);
    if (receipt === 'late') this.#io.tally('ws.reordered', 1);
    if (receipt === 'again' && seq > this.#toldAgainUpTo) this.#io.tally('ws.duplicates', 1);
    return receipt !== 'again';
  }

  #critical(event: CriticalEvent, at: number): void {
    this.#events.push(event);
    this.#io.tally('ws.useful', 1);
    this.#io.sample('ws.delay', performance.timeOrigin + this.#io.now() - at);
    this.#time(event);
    this.ended = event.type === 'run.completed' || event.type === 'run.failed';
  }

  #time(event: CriticalEvent): void {
    if (event.type === 'step.started') this.#startedMs.set(event.step, this.#io.now());
    if (event.type !== 'step.completed') return;
    const startedMs = this.#startedMs.get(event.step);
    if (startedMs !== undefined) this.#io.sample('step', this.#io.now() - startedMs);
  }
}
