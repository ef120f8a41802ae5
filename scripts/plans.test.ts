import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfigFile } from '../harness/config/load-config.ts';
import { loadScenarios } from '../harness/config/parse-config.ts';
import { messageFrom } from '../harness/launch/heard-from.ts';

const test = suite('plans of all scenarios');

const hashing = 'hash-the-plans-of-seed';

/** By scenario: the SHA-256 of its plan as JSON, which writes equal numbers alike and no others. */
type Hashes = Readonly<Record<string, string>>;

async function hashPlans(seed: string): Promise<Hashes> {
  const scenarios = await loadScenarios(await loadConfigFile(process.cwd()));
  return Object.fromEntries(
    scenarios.map(({ scenario }) => {
      const plan = JSON.stringify([...scenario.plan(seed)]);
      return [scenario.name, createHash('sha256').update(plan).digest('hex')];
    }),
  );
}

async function hashInAnotherProcess(seed: string): Promise<Hashes> {
  const child = fork(fileURLToPath(import.meta.url), [hashing, seed]);
  return (await messageFrom(child)) as Hashes;
}

test('are the same in every process for one seed, byte for byte, and others for another', async () => {
  const [one, again, other] = await Promise.all(
    ['seed/1', 'seed/1', 'seed/2'].map(hashInAnotherProcess),
  );
  assert.ok(Object.keys(one ?? {}).length >= 17);
  assert.equal(again, one);
  assert.equal(await hashPlans('seed/1'), one);
  assert.equal(Object.keys(other ?? {}), Object.keys(one ?? {}));
  for (const [name, hash] of Object.entries(one ?? {})) assert.is.not(other?.[name], hash, name);
});

const [, , command, seed = ''] = process.argv;
if (command === hashing) {
  const hashes = await hashPlans(seed);
  process.send?.(hashes);
  process.disconnect();
} else {
  test.run();
}
