/** Follows an interactive run to its end, as a subscriber in a browser would. */
import type { Answer, Io, Socket } from '../harness/index.ts';
import type { CriticalEvent, RunMessage } from '../runtime/run-event.ts';
import type { RunRequest } from '../runtime/run-request.ts';
import { eventsDigest, orderFault } from './critical-events.ts';

/**
 * Resolves with the answer once the run has ended. Messages of the user's other runs come on the
 * same socket from some variants: they are counted and ignored. Rejects when the socket closes.
 */
export async function followRun(request: RunRequest, socket: Socket, io: Io): Promise<Answer> {
  const follower = new Follower(request, socket, io);
  while (!follower.ended) {
    const text = await socket.next();
    if (text === null) throw new Error(`the socket closed before run ${request.id} had ended`);
    follower.receive(text);
  }
  return follower.answer();
}

class Follower {
  ended = false;
  readonly #request: RunRequest;
  readonly #socket: Socket;
  readonly #io: Io;
  readonly #seen = new Set<number>();
  readonly #events: CriticalEvent[] = [];
  readonly #startedMs = new Map<string, number>();
  #began = false;
  #duplicates = 0;

  constructor(request: RunRequest, socket: Socket, io: Io) {
    this.#request = request;
    this.#socket = socket;
    this.#io = io;
  }

  receive(text: string): void {
    this.#io.tally('ws.received', 1);
    const message = JSON.parse(text) as RunMessage;
    if (message.run !== this.#request.id) return;
    if (!this.#began) this.#io.moment('firstEvent');
    this.#began = true;
    const { run: _run, seq, at, ...event } = message;
    if (event.type === 'token') this.#io.tally('ws.useful', event.text.length);
    else if (event.type !== 'state.changed') this.#critical(event, seq ?? 0, at);
  }

  answer(): Answer {
    const last = this.#events.at(-1);
    this.#io.tally('ws.lost', Math.max(0, ...this.#seen) - this.#seen.size);
    this.#io.tally('ws.duplicates', this.#duplicates);
    if (last?.type === 'run.failed') return { digest: '', wrong: `the run failed: ${last.reason}` };
    const stateHash = last?.type === 'run.completed' ? last.stateHash : '';
    const digest = `${stateHash} ${eventsDigest(this.#events)}`;
    const fault = orderFault(this.#request.steps, this.#events);
    return fault === null ? { digest } : { digest, wrong: fault };
  }

  #critical(event: CriticalEvent, seq: number, at: number): void {
    this.#socket.send(JSON.stringify({ type: 'ack', seq }));
    if (this.#seen.has(seq)) {
      this.#duplicates++;
      return;
    }
    this.#seen.add(seq);
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
