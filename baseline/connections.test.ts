import * as assert from 'uvu/assert';
import { backendPid, connectionsSuite } from '../runtime/suites/connections.suite.ts';
import { openConnections } from './connections.ts';

const test = connectionsSuite('baseline connections', openConnections);

test('opens a connection for every query: the mistake', async ({ connections }) => {
  const pids = new Set<number>();
  for (let query = 0; query < 5; query++) pids.add(await backendPid(connections.query));
  assert.is(pids.size, 5);
});

test.run();
