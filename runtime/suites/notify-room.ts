/** Sockets around a notifier, for the tests of finding 4. */
import type {
  CreateNotifier,
  EncodeMessage,
  NotifiedRun,
  Notifier,
  Subscriber,
} from '../concerns.ts';
import { MessageTooLarge } from '../errors.ts';
import type { CriticalEvent, PassingEvent, RunMessage } from '../run-event.ts';

/** A subscriber that keeps what it was sent. */
interface Socket extends Subscriber {
  readonly received: RunMessage[];
}

/** A socket of `userId` that watches `runId`; `unsentBytes` is what its network has not taken yet. */
export function openSocket(userId: string, runId: string, unsentBytes = 0): Socket {
  const received: RunMessage[] = [];
  return {
    userId,
    runId,
    received,
    bufferedBytes: () => unsentBytes,
    send: ({ text }) => received.push(JSON.parse(text)),
  };
}

/** A notifier for these sockets, with a clock that counts the calls and an encoder that is counted. */
export function openRoom(
  createNotifier: CreateNotifier,
  sockets: readonly Socket[],
): { readonly notifier: Notifier; readonly encoded: () => number } {
  let moments = 0;
  let encoded = 0;
  const encode: EncodeMessage = (message, maxBytes) => {
    encoded += 1;
    const text = JSON.stringify(message);
    const bytes = Buffer.byteLength(text);
    if (bytes > maxBytes) throw new MessageTooLarge(bytes, maxBytes);
    return { bytes, text };
  };
  const notifier = createNotifier({
    subscribersOfUser: (userId) => sockets.filter((socket) => socket.userId === userId),
    subscribersOfRun: (runId) => sockets.filter((socket) => socket.runId === runId),
    encode,
    now: () => ++moments,
  });
  return { notifier, encoded: () => encoded };
}

export const interactive: NotifiedRun = { id: 'run-1', userId: 'ann', interactive: true };
export const background: NotifiedRun = { id: 'run-2', userId: 'ann', interactive: false };

export const started: CriticalEvent = { type: 'run.started' };
export const completed: CriticalEvent = { type: 'run.completed', stateHash: 'abc' };
export const token = (text: string, step = 'plan'): PassingEvent => ({ type: 'token', step, text });
export const changed = (...fields: readonly string[]): PassingEvent => ({
  type: 'state.changed',
  step: 'plan',
  fields,
  completed: [],
});

/** What was said in a step's tokens, put together. */
export function textOf(messages: readonly RunMessage[], run: string, step: string): string {
  return messages
    .map((each) =>
      each.run === run && each.type === 'token' && each.step === step ? each.text : '',
    )
    .join('');
}

/** Numbers of the critical events of a run, in the order they came. */
export function sequenceOf(messages: readonly RunMessage[], run: string): readonly number[] {
  return messages.flatMap(({ run: of, seq }) => (of === run && seq !== undefined ? [seq] : []));
}
