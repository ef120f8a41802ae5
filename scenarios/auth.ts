/** Finding 14: a token is verified, and its key parsed, for every message of a connection. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, shortArms } from './agent-scenario.ts';
import { eventsPath } from './drive-run.ts';
import { userOf } from './run-identity.ts';
import { bearerOf } from './token.ts';

const pings = 50;

export const auth: Scenario = callScenario({
  name: 'auth',
  title: 'a connection is opened, 50 messages are answered on it, and it is closed',
  findings: [14],
  metricOfInterest: 'cpu.msPerOperation',
  load: shortArms(10, 1000),
  drive: async ({ key }, io) => {
    const socket = await io.ws(eventsPath(`ping-${key}`), bearerOf(userOf(key)));
    for (let id = 1; id <= pings; id++) {
      socket.send(JSON.stringify({ type: 'ping', id }));
      const reply = await socket.next();
      const expected = JSON.stringify({ type: 'pong', id });
      if (reply !== expected) return { digest: '', wrong: `ping ${id} was answered: ${reply}` };
    }
    return { digest: `${pings} answered` };
  },
});
