/** Finding 7: a message is serialised to learn its size, and again to be sent. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { eventsPath } from './drive-run.ts';
import { eventsUntilEnd, finished } from './finished-run.ts';

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
