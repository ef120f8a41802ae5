import * as assert from 'uvu/assert';
import {
  connectionsThat,
  measured,
  monitorSuite,
  storedMeasurements,
} from '../runtime/suites/monitor.suite.ts';
import { eventually } from '../runtime/suites/test-database.ts';
import { openConnections } from './connections.ts';
import { createMonitor } from './monitor.ts';

const test = monitorSuite('optimized monitor', createMonitor, openConnections);

test('stores a hundred measurements with one statement', async () => {
  let statements = 0;
  const monitor = createMonitor(
    connectionsThat(async () => {
      statements++;
    }),
  );
  for (let step = 0; step < 250; step++) await monitor.record(measured(step));
  await monitor.close();
  assert.is(statements, 3);
});

test('stores a few measurements without being closed', async ({ connections, database }) => {
  const monitor = createMonitor(connections);
  await monitor.record(measured(1));
  await eventually('it is stored', async () => (await storedMeasurements(database)).length === 1);
  await monitor.record(measured(2));
  await eventually('so is the next', async () => (await storedMeasurements(database)).length === 2);
  await monitor.close();
});

test('drops, and counts, what a database that hangs cannot take', async () => {
  let goOn: () => void = () => undefined;
  const hanging = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let statements = 0;
  const monitor = createMonitor(
    connectionsThat(async () => {
      statements++;
      await hanging;
    }),
  );
  // 100 are under way and 1,000 wait.
  for (let step = 0; step < 1150; step++) await monitor.record(measured(step));
  assert.is(statements, 1);
  assert.is(monitor.summary().dropped, 50);
  assert.is(monitor.summary().count, 1150);
  goOn();
  await monitor.close();
  assert.is(statements, 11);
});

test('takes a duration of any size', async () => {
  const monitor = createMonitor(connectionsThat(async () => undefined));
  for (const ms of [0, 1e-9, 1e12]) await monitor.record(measured(ms));
  await monitor.close();
  assert.is(monitor.summary().count, 3);
});

test.run();
