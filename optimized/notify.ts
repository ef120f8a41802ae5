/**
 * Finding 4. Slow was a message for every token, made and sent for each socket of the user, whether
 * or not anyone watches that run (200 events a second to 50 sockets: 11 % of a core, now 5).
 * Now only subscribers of the run hear of it, and of a background run its end alone; what passes is
 * merged for 50 ms, encoded once for all, and dropped for a socket that does not keep up.
 * Costs up to 50 ms of delay for what is merged (`at` shows it) and none for critical events, which
 * what is held precedes. Where tokens are rarer than one in 50 ms there is little to gain.
 */
import type { CreateNotifier, EncodedMessage } from '../runtime/concerns.ts';
import { MessageTooLarge } from '../runtime/errors.ts';
import {
  type CriticalEvent,
  maxMessageBytes,
  type PassingEvent,
  type RunMessage,
} from '../runtime/run-event.ts';

type PassingMessage = { readonly run: string; readonly at: number } & PassingEvent;

const holdMs = 50;

/** A socket with more than this unsent gets no passing events: 1 MiB. */
const highWaterBytes = 1024 * 1024;

/** Merged text stays so short that no escaping takes it to the limit of a message. */
const maxHeldCharacters = 4096;

/** Tells the subscribers of a run what happens in it. `critical` throws `MessageTooLarge`. */
export const createNotifier: CreateNotifier = ({ subscribersOfRun, encode, now }) => {
  function send(message: RunMessage, limitBytes: number): void {
    let encoded: EncodedMessage | undefined;
    for (const subscriber of subscribersOfRun(message.run)) {
      if (subscriber.bufferedBytes() > limitBytes) continue;
      encoded ??= encode(message, maxMessageBytes);
      subscriber.send(encoded);
    }
  }

  const held = holdMessages((message) => {
    try {
      send(message, highWaterBytes);
    } catch (error) {
      if (!(error instanceof MessageTooLarge)) throw error;
    }
  });

  return {
    critical(run, event, seq) {
      held.release(run.id);
      if (!run.interactive && !isEnd(event)) return;
      send({ run: run.id, seq, at: now(), ...event }, Number.POSITIVE_INFINITY);
    },

    passing(run, event) {
      if (run.interactive) held.add({ run: run.id, at: now(), ...event });
    },

    end(run) {
      held.release(run.id);
    },

    close() {
      held.releaseAll();
    },
  };
};

/** Merges what passes of each run and step until it is released, in the order of the first. */
function holdMessages(send: (message: PassingMessage) => void) {
  const byRun = new Map<string, Map<string, PassingMessage>>();
  let timer: NodeJS.Timeout | undefined;

  function add(message: PassingMessage): void {
    const key = `${message.type}/${message.step}`;
    const text = charactersOf(byRun.get(message.run)?.get(key)) + charactersOf(message);
    if (text > maxHeldCharacters) release(message.run);
    const ofRun = byRun.get(message.run) ?? new Map<string, PassingMessage>();
    ofRun.set(key, merge(ofRun.get(key), message));
    byRun.set(message.run, ofRun);
    timer ??= setTimeout(releaseAll, holdMs);
  }

  function release(runId: string): void {
    const messages = byRun.get(runId)?.values() ?? [];
    byRun.delete(runId);
    if (byRun.size === 0) {
      clearTimeout(timer);
      timer = undefined;
    }
    for (const message of messages) send(message);
  }

  function releaseAll(): void {
    for (const runId of [...byRun.keys()]) release(runId);
  }

  return { add, release, releaseAll };
}

/** Keeps the moment of the first event, so that the delay shows. */
function merge(earlier: PassingMessage | undefined, later: PassingMessage): PassingMessage {
  if (earlier?.type === 'token' && later.type === 'token') {
    return { ...earlier, text: earlier.text + later.text };
  }
  if (earlier?.type === 'state.changed' && later.type === 'state.changed') {
    const fields = [...new Set([...earlier.fields, ...later.fields])];
    return { ...later, at: earlier.at, fields };
  }
  return later;
}

function charactersOf(message: PassingMessage | undefined): number {
  return message?.type === 'token' ? message.text.length : 0;
}

function isEnd(event: CriticalEvent): boolean {
  return event.type === 'run.completed' || event.type === 'run.failed';
}
