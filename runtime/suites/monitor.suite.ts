import * as fc from 'fast-check';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type {
  Connections,
  Monitor,
  MonitorSummary,
  OpenConnections,
  Query,
  StepMeasurement,
} from '../concerns.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

export interface MonitorContext {
  database: TestDatabase;
  connections: Connections;
}

/** A monitor that also says how many measurements it could not store. */
export type CreateCountingMonitor = (connections: Connections) => Omit<Monitor, 'summary'> & {
  readonly summary: () => MonitorSummary & { readonly dropped: number };
};

/** Connections to nowhere: what a query does is up to the test. */
export function connectionsThat(query: () => Promise<void>): Connections {
  const answer: Query = async () => {
    await query();
    return { rows: [], rowCount: 0 };
  };
  return { query: answer, transaction: (work) => work(answer), close: async () => undefined };
}

/** A measurement of a step that went well. */
export function measured(ms: number, changes: Partial<StepMeasurement> = {}): StepMeasurement {
  return { name: 'plan', runId: 'r1', ms, ok: true, ...changes };
}

/** The measurements that are stored, in their order. */
export async function storedMeasurements(database: TestDatabase): Promise<readonly unknown[]> {
  return database.rows(`select name, run_id as "runId", ms, ok from step_metrics order by id`);
}

/** The values next to the 95th percentile; which of them it is depends on how a rank is rounded. */
function aroundP95(values: readonly number[]): readonly [low: number, high: number] {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = 0.95 * values.length;
  const [low, high] = [Math.max(1, Math.floor(rank)), Math.ceil(rank)];
  return [sorted[low - 1] ?? 0, sorted[high - 1] ?? 0];
}

/** What both implementations of finding 11 must do; the caller runs it. */
export function monitorSuite(
  name: string,
  createMonitor: CreateCountingMonitor,
  openConnections: OpenConnections,
): Test<MonitorContext> {
  const test = suite<MonitorContext>(name);
  test.before(async (context) => {
    context.database = await openTestDatabase();
    context.connections = await openConnections(context.database.url);
  });
  test.after(async ({ database, connections }) => {
    await connections.close();
    await database.drop();
  });
  test.before.each(async ({ database }) => {
    await database.rows('truncate step_metrics');
  });
  storeTests(test, createMonitor);
  summaryTests(test, createMonitor);
  return test;
}

function storeTests(test: Test<MonitorContext>, createMonitor: CreateCountingMonitor): void {
  test('has stored every measurement, in order, when it is closed', async (context) => {
    const monitor = createMonitor(context.connections);
    const measurements = Array.from({ length: 130 }, (_, index) =>
      measured(index / 8, { name: `step "${index}"`, runId: `r-${index}`, ok: index % 7 > 0 }),
    );
    for (const each of measurements) await monitor.record(each);
    await monitor.close();
    assert.equal(await storedMeasurements(context.database), measurements);
    assert.is(monitor.summary().dropped, 0);
  });

  test('stores the memory use beside each measurement', async ({ connections, database }) => {
    const monitor = createMonitor(connections);
    await monitor.record(measured(1));
    await monitor.close();
    const [row] = await database.rows<{ rss: number }>(
      'select rss_bytes::float8 as rss from step_metrics',
    );
    assert.ok(row && row.rss > 1_000_000);
  });

  test('can be closed without a measurement, and twice', async ({ connections, database }) => {
    const monitor = createMonitor(connections);
    await monitor.close();
    await monitor.close();
    assert.equal(await storedMeasurements(database), []);
  });

  test('fails no step when a measurement cannot be stored, and counts it', async () => {
    const monitor = createMonitor(
      connectionsThat(async () => {
        throw new Error('connection refused');
      }),
    );
    for (let step = 0; step < 120; step++) await monitor.record(measured(step));
    await monitor.close();
    assert.is(monitor.summary().dropped, 120);
    assert.is(monitor.summary().count, 120);
  });
}

function summaryTests(test: Test<MonitorContext>, createMonitor: CreateCountingMonitor): void {
  const nowhere = connectionsThat(async () => undefined);

  test('sums up nothing as nothing', () => {
    const { count, p95Ms, dropped } = createMonitor(nowhere).summary();
    assert.equal({ count, p95Ms, dropped }, { count: 0, p95Ms: 0, dropped: 0 });
  });

  test('counts all, and has their P95 to within 0.1 %', async () => {
    // The values are at least 1 ms, so that whole microseconds are fine enough.
    const anyMs = fc.double({ min: 1, max: 100_000, noNaN: true });
    await fc.assert(
      fc.asyncProperty(fc.array(anyMs, { minLength: 1, maxLength: 200 }), async (values) => {
        const monitor = createMonitor(nowhere);
        for (const ms of values) await monitor.record(measured(ms));
        const { count, p95Ms, rssBytes } = monitor.summary();
        await monitor.close();
        const [low, high] = aroundP95(values);
        assert.is(count, values.length);
        assert.ok(p95Ms >= 0.999 * low && p95Ms <= 1.001 * high, `${p95Ms} of ${low}..${high}`);
        assert.ok(rssBytes > 1_000_000);
      }),
    );
  });
}
