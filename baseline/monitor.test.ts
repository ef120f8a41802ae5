import * as assert from 'uvu/assert';
import {
  connectionsThat,
  measured,
  monitorSuite,
  storedMeasurements,
} from '../runtime/suites/monitor.suite.ts';
import { openConnections } from './connections.ts';
import { createMonitor } from './monitor.ts';

const test = monitorSuite('baseline monitor', createMonitor, openConnections);

test('keeps the step waiting until its measurement is stored: the mistake', async (context) => {
  const monitor = createMonitor(context.connections);
  await monitor.record(measured(1));
  assert.equal(await storedMeasurements(context.database), [measured(1)]);
});

test('forgets all but the last 5,000 measurements for its P95', async () => {
  const monitor = createMonitor(connectionsThat(async () => undefined));
  for (let step = 0; step < 500; step++) await monitor.record(measured(9000));
  for (let step = 0; step < 5000; step++) await monitor.record(measured(1));
  assert.is(monitor.summary().p95Ms, 1);
  assert.is(monitor.summary().count, 5500);
});

test.run();
