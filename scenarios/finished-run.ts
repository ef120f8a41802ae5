/** A run that has ended, whose large events somebody has sent again. */
import type { Socket } from '../harness/index.ts';
import type { RunMessage } from '../runtime/run-event.ts';
import { hashOf } from './canonical.ts';
import { chain } from './dag.ts';
import { preparedRun } from './prepared-run.ts';
import { plainWorkload } from './workloads.ts';

/** Each of its twenty steps ended with a message of 28 KB. */
export const finished = preparedRun('large-messages', {
  ...plainWorkload(chain(20)),
  promptCharacters: 28_000,
});

/** The hash of all events up to the run's end, without the moments at which they happened. */
export async function eventsUntilEnd(socket: Socket): Promise<string> {
  const hashes: string[] = [];
  for (;;) {
    const text = await socket.next();
    if (text === null) throw new Error('the socket closed before the events were sent again');
    const { at: _at, ...event } = JSON.parse(text) as RunMessage;
    hashes.push(hashOf(JSON.stringify(event)));
    if (event.type === 'run.completed') return hashOf(hashes.join(' '));
  }
}
