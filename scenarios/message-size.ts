/** Finding 7: a message is serialised to learn its size, and again to be sent. */
import type { Scenario, Socket } from '../harness/index.ts';
import type { RunMessage } from '../runtime/run-event.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { hashOf } from './canonical.ts';
import { chain } from './dag.ts';
import { eventsPath } from './drive-run.ts';
import { preparedRun } from './prepared-run.ts';
import { plainWorkload } from './workloads.ts';

/** Each of its twenty steps ended with a message of 28 KB. */
const finished = preparedRun('large-messages', {
  ...plainWorkload(chain(20)),
  promptCharacters: 28_000,
});

const replays = 2;

export const messageSize: Scenario = callScenario({
  name: 'message-size',
  title: 'somebody comes back to a finished run and has its 20 messages of 28 KB sent again',
  findings: [7],
  metricOfInterest: 'cpu.msPerOperation',
  remark:
    'Not isolated (docs/isolation.md): its own fix alone brings 42 % of the gain of all. Opening the ' +
    'connection verifies a token and asks the database, too (findings 14 and 9).',
  load: shortArms(8, 1000),
  prepare: finished.create,
  drive: async (_operation, io) => {
    const socket = await io.ws(eventsPath(finished.id), finished.headers);
    const digests = [await eventsUntilEnd(socket)];
    for (let replay = 0; replay < replays; replay++) {
      socket.send(JSON.stringify({ type: 'replay', after: 0 }));
      digests.push(await eventsUntilEnd(socket));
    }
    return { digest: digests.join(' ') };
  },
});

/** The hash of all events up to the run's end, without the moments at which they happened. */
async function eventsUntilEnd(socket: Socket): Promise<string> {
  const hashes: string[] = [];
  for (;;) {
    const text = await socket.next();
    if (text === null) throw new Error('the socket closed before the events were sent again');
    const { at: _at, ...event } = JSON.parse(text) as RunMessage;
    hashes.push(hashOf(JSON.stringify(event)));
    if (event.type === 'run.completed') return hashOf(hashes.join(' '));
  }
}
