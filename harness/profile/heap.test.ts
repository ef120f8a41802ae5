import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ProbedScript, startProbed } from '../probe/probed-script.ts';
import { DevTools } from './devtools.ts';
import {
  allocationSites,
  growthBetween,
  readPopulation,
  startAllocations,
  stopAllocations,
  writeSnapshot,
} from './heap.ts';
import { Sources } from './source-file.ts';

const test = suite('heap');
const started: ProbedScript[] = [];
test.after.each(async () => {
  for (const script of started.splice(0)) await script.remove();
});

/** For each line of its input: 1,000 objects that stay, and 20 MB that do not. */
const server = `
import { createInterface } from 'node:readline';
class Kept { constructor(n) { this.n = n; this.text = 'kept' + n; } }
const kept = [];
function keep() { for (let n = 0; n < 1000; n += 1) kept.push(new Kept(n)); }
function waste() { let all = 0; for (let n = 0; n < 200; n += 1) all += Array.from({ length: 12_500 }, (_, i) => i).length; return all; }
console.log('ready');
createInterface({ input: process.stdin }).on('line', () => { keep(); waste(); console.log('done'); });
`;

test('what stays is named by its constructor, what was thrown away by who allocated it', async () => {
  const script = startProbed('mjs', server, { TANDEM_PROBE_PASS: 'diagnosis' });
  started.push(script);
  await script.said();
  const tools = await DevTools.connect(script.probeFile);
  const files = ['before', 'after'].map((name) =>
    join(script.probeFile, `../${name}.heapsnapshot`),
  );
  const [before = '', after = ''] = files;
  await writeSnapshot(tools, before);
  await startAllocations(tools);
  script.child.stdin?.write('go\n');
  await script.said();
  const profile = await stopAllocations(tools);
  await writeSnapshot(tools, after);
  await tools.close();
  const growth = growthBetween(await readPopulation(before), await readPopulation(after));
  assert.is(growth.find(({ constructorName }) => constructorName === 'Kept')?.objects, 1000);
  const [most] = allocationSites(profile, 10, new Sources('/')).filter(({ file }) =>
    file.endsWith('script.mjs'),
  );
  assert.is(most?.function, 'waste');
  // 200 arrays of 12,500 small numbers, 4 or 8 bytes each and more while they grow: over a megabyte an operation.
  assert.ok((most?.bytesPerOperation ?? 0) > 500_000, `${most?.bytesPerOperation}`);
});

test('of what shrank nothing is said', () => {
  const before = new Map([
    ['A', { objects: 2, bytes: 20 }],
    ['B', { objects: 1, bytes: 8 }],
  ]);
  const after = new Map([
    ['A', { objects: 1, bytes: 10 }],
    ['B', { objects: 3, bytes: 24 }],
  ]);
  assert.equal(growthBetween(before, after), [{ constructorName: 'B', objects: 2, bytes: 16 }]);
});

test.run();
