import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ProbedScript, probedEnvironment, startProbed } from '../probe/probed-script.ts';
import { type CallCounts, startCounts, takeCounts } from './call-counts.ts';
import { DevTools } from './devtools.ts';
import { sideCounts } from './side-counts.ts';
import { Sources } from './source-file.ts';

const test = suite('call counts');
const started: ProbedScript[] = [];
test.after.each(async () => {
  for (const script of started.splice(0)) await script.remove();
});

/** Ten operations for each line of its input, four at a time: validated five times each, 12 rows. */
const server = `
import { createInterface } from 'node:readline';
const validate = (request) => JSON.parse(JSON.stringify(request));
function sum(rows) {
  let all = 0;
  for (const row of rows) all += row;
  return all;
}
async function operation(n) {
  await null;
  for (let layer = 0; layer < 5; layer += 1) validate({ n });
  structuredClone({ n });
  return sum(Array.from({ length: 12 }, (_, i) => i));
}
for (let warm = 0; warm < 3; warm += 1) await operation(warm);
console.log('ready');
createInterface({ input: process.stdin }).on('line', async () => {
  for (let n = 0; n < 10; n += 4) await Promise.all([n, n + 1, n + 2, n + 3].filter((i) => i < 10).map(operation));
  console.log('done');
});
`;

async function count(): Promise<CallCounts> {
  const script = startProbed('mjs', server, { TANDEM_PROBE_PASS: 'count' });
  started.push(script);
  await script.said();
  const tools = await DevTools.connect(script.probeFile);
  const before = await startCounts(tools);
  script.child.stdin?.write('go\n');
  await script.said();
  const counts = await takeCounts(tools, before, new Sources('/'));
  await tools.close();
  return counts;
}

test('three processes count the same: calls, turns of loops, serialisations', async () => {
  const [first, ...others] = [await count(), await count(), await count()];
  const callsOf = (name: string) => first?.functions.find((each) => each.function === name)?.calls;
  assert.is(callsOf('operation'), 10);
  assert.is(callsOf('validate'), 50);
  assert.is(callsOf('sum'), 10);
  assert.equal(first?.serialisations, { stringified: 50, parsed: 50, cloned: 10 });
  // 5 layers and 12 rows an operation, and three rounds of operations.
  assert.is(first?.loopTurns, 10 * (5 + 12) + 3);
  const told = ({ calls, loopTurns, serialisations }: CallCounts) => ({
    calls,
    loopTurns,
    serialisations,
  });
  for (const other of others) assert.equal(told(other), first && told(first));
});

const code = {
  calls: 30,
  loopTurns: 0,
  serialisations: { stringified: 1, parsed: 0, cloned: 0 },
  functions: [],
};
const database = { statements: 20, connects: 0 };
const launch = { operations: 10, database, messages: 0, code };

test('a count is exact where every launch came to the same', () => {
  const other = { ...launch, database: { statements: 21, connects: 0 } };
  const numbers = sideCounts([launch, other])?.numbers;
  assert.equal(numbers?.['function calls'], { perOperation: 3, exact: true });
  assert.equal(numbers?.['SQL statements'], { perOperation: 2, exact: false });
  assert.is(sideCounts([launch])?.numbers['function calls']?.exact, false);
  assert.is(sideCounts([]), null);
  const past = sideCounts([{ ...launch, database: null, messages: null }])?.numbers ?? {};
  assert.not.ok('SQL statements' in past || 'WebSocket messages' in past);
});

test('a process that ends while it is looked into is no wait without end', async () => {
  const script = startProbed('mjs', "console.log('up'); setTimeout(() => {}, 60_000);", {
    TANDEM_PROBE_PASS: 'count',
  });
  started.push(script);
  await script.said();
  const tools = await DevTools.connect(script.probeFile);
  const asked = tools.ask('Runtime.evaluate', { expression: 'process.exit(7)' });
  const words = /ended while it was looked into/;
  await asked.then(
    () => assert.unreachable(),
    (error) => assert.match(String(error), words),
  );
  await tools.ask('Runtime.enable').then(
    () => assert.unreachable(),
    (error) => assert.match(String(error), words),
  );
  await tools.close();
});

test('a process that was started with --inspect is looked into, too', async () => {
  const script = startProbed('mjs', "console.log('up'); setTimeout(() => {}, 60_000);", {
    TANDEM_PROBE_PASS: 'diagnosis',
    NODE_OPTIONS: `--inspect=127.0.0.1:0 ${probedEnvironment('')['NODE_OPTIONS']}`,
  });
  started.push(script);
  await script.said();
  const tools = await DevTools.connect(script.probeFile);
  await tools.ask('Runtime.enable');
  await tools.close();
});

test('a process without an inspector is told so, and what to do', async () => {
  const script = startProbed('mjs', "console.log('up'); setTimeout(() => {}, 60_000);");
  started.push(script);
  await script.said();
  try {
    await DevTools.connect(script.probeFile);
    assert.unreachable();
  } catch (error) {
    assert.match(String(error), /can not be looked into/);
  }
});

test.run();
