/**
 * Finding 4. Every token and every change, of background runs too, is sent at once to every open
 * socket of the user, and made into text for each of them. Seen in dust-tt/dust#20008 and
 * OpenHands/OpenHands#15444.
 */
import type { CreateNotifier, NotifiedRun } from '../runtime/concerns.ts';
import { MessageTooLarge } from '../runtime/errors.ts';
import { maxMessageBytes, type RunMessage } from '../runtime/run-event.ts';

/** Tells the sockets of a user what happens in a run. `critical` throws `MessageTooLarge`. */
export const createNotifier: CreateNotifier = ({ subscribersOfUser, encode, now }) => {
  function send(run: NotifiedRun, message: RunMessage): void {
    for (const subscriber of subscribersOfUser(run.userId)) {
      subscriber.send(encode(message, maxMessageBytes));
    }
  }

  return {
    critical(run, event, seq) {
      send(run, { run: run.id, seq, at: now(), ...event });
    },

    passing(run, event) {
      try {
        send(run, { run: run.id, at: now(), ...event });
      } catch (error) {
        if (!(error instanceof MessageTooLarge)) throw error;
      }
    },

    end() {},

    close() {},
  };
};
