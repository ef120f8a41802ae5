/** Scenarios that the tests hand to a generator in a process of its own. */
import { defineScenario, type Scenario } from '../../config/scenario.ts';
import { constantArrivals, planOf } from '../pacer.ts';

const base: Scenario = {
  name: 'small',
  title: 'asks for /ok a hundred times a second',
  findings: [],
  metricOfInterest: 'response.p50',
  load: { kind: 'open', ratePerSecond: 100, armMs: 200, cutMs: 0, unit: 'pair' },
  trial: { launches: 1, units: 1 },
  parameters: {},
  database: false,
  services: [],
  environment: {},
  timeoutMs: 5000,
  plan: (seed) => planOf(seed, constantArrivals(100, 5000)),
  drive: async (_operation, io) => {
    const { text } = await io.http({ method: 'GET', path: '/ok' });
    io.moment('step');
    return { digest: `${io.arm} ${text}` };
  },
};

export const small = defineScenario({
  ...base,
  prepare: async (io) => {
    await io.http({ method: 'POST', path: '/echo', body: 'prepared' });
  },
  digest: async ({ sql }) => {
    const rows = await sql("select key, n from (values ('k/1', 1), ('k/2', 2)) as t(key, n)");
    return Object.fromEntries(rows.map(({ key, n }) => [String(key), `n=${n}`]));
  },
  plannedPath: (key, lateMs) => 1 + lateMs(`${key}/call`),
});

export const plain = defineScenario({ ...base, name: 'plain' });

export const hanging = defineScenario({
  ...base,
  name: 'hanging',
  prepare: async (io) => {
    await io.http({ method: 'GET', path: '/hang' });
  },
  drive: async (_operation, io) => {
    await io.http({ method: 'GET', path: '/hang' });
    return { digest: '' };
  },
});

export const unplanned = defineScenario({
  ...base,
  name: 'unplanned',
  plan: () => {
    throw new Error('the plan has no end');
  },
});

/** Its first operation loses a promise that fails. */
export const careless = defineScenario({
  ...base,
  name: 'careless',
  prepare: () => Promise.reject(new Error('the table is missing')),
  drive: async () => {
    setImmediate(() => void Promise.reject(new Error('nobody waits for this')));
    return { digest: '' };
  },
});

/** Takes its process down. */
export const deadly = defineScenario({
  ...base,
  name: 'deadly',
  drive: async () => {
    process.kill(process.pid, 'SIGKILL');
    return { digest: '' };
  },
});

export const notMarked = { ...base, name: 'not marked' };
