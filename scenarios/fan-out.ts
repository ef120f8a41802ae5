/** What watching costs: many sockets on one run, readers that are slow, storms of reconnections. */
import type { Scenario } from '../harness/index.ts';
import { callScenario, runScenario, shortArms } from './agent-scenario.ts';
import { chain } from './dag.ts';
import { eventsPath } from './drive-run.ts';
import { eventsUntilEnd, finished } from './finished-run.ts';
import { plainWorkload } from './workloads.ts';

const watched = { ...plainWorkload(chain(3)), interactive: 1 };

export const fanOut: Scenario = runScenario({
  name: 'fan-out',
  title: 'each run is watched on eight sockets at once',
  findings: [],
  metricOfInterest: 'ws.delay.p95',
  load: shortArms(2, 2000),
  workload: watched,
  preset: 'chatty',
  watchers: 8,
});

const stormEveryMs = 500;

export const reconnectStorm: Scenario = runScenario({
  name: 'reconnect-storm',
  title: `each run is watched on eight sockets; every ${stormEveryMs} ms all break and come back`,
  findings: [],
  metricOfInterest: 'ws.reconnect.p95',
  load: shortArms(2, 2000),
  workload: watched,
  preset: 'chatty',
  watchers: 8,
  stormEveryMs,
  parameters: { stormEveryMs },
});

/** The system's own buffers take some 4 MB on loopback; only what is beyond waits in the server. */
const replays = 15;
const pauseMs = 300;

export const slowReaders: Scenario = callScenario({
  name: 'slow-readers',
  title: `somebody has 9 MB of events of a finished run sent again and reads nothing for ${pauseMs} ms`,
  findings: [],
  metricOfInterest: 'ws.buffered.max',
  load: shortArms(2, 2000),
  parameters: { pauseMs },
  prepare: finished.create,
  drive: async (_operation, io) => {
    const socket = await io.ws(eventsPath(finished.id), finished.headers);
    socket.pause();
    for (let replay = 0; replay < replays; replay++) {
      socket.send(JSON.stringify({ type: 'replay', after: 0 }));
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    socket.resume();
    const digests = new Set<string>();
    for (let replay = 0; replay <= replays; replay++) digests.add(await eventsUntilEnd(socket));
    return { digest: [...digests].join(' ') };
  },
});
