import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TandemError } from '../error.ts';
import { type CapacityConfig, parseCapacity } from './parse-capacity.ts';
import type { SideFlags } from './parse-sides.ts';

const test = suite('parse capacity');
const folder = mkdtempSync(join(tmpdir(), 'tandem-capacity-'));
test.after(() => rmSync(folder, { recursive: true }));

const scenarioModule = new URL('./scenario.js', import.meta.url).href;
writeFileSync(
  join(folder, 'scenarios.mjs'),
  `import { defineScenario } from ${JSON.stringify(scenarioModule)};
  const open = { kind: 'open', ratePerSecond: 4, armMs: 14000, cutMs: 0, unit: 'pair' };
  export const burst = defineScenario({ name: 'burst', load: { kind: 'episode', operations: 5, withinMs: 10 } });
  export const steady = defineScenario({ name: 'steady', load: open });
  export const short = defineScenario({ name: 'short', load: { ...open, armMs: 1000 } });`,
);
writeFileSync(
  join(folder, 'tandem.config.json'),
  JSON.stringify({
    variants: { one: { command: 'node one.js' }, two: { command: 'node two.js' } },
    scenarios: ['scenarios.mjs'],
    compare: ['burst', 'steady', 'short'],
  }),
);

const parse = (flags: SideFlags, variant = 'one', candidate?: string): Promise<CapacityConfig> =>
  parseCapacity(variant, candidate, flags, folder);

test('one variant or a pair, and the first scenario of the list that has a rate', async () => {
  const alone = await parse({});
  assert.equal(alone.sides, ['baseline']);
  assert.is(alone.scenarios[0].scenario.name, 'steady');
  assert.is(alone.ratePerSecond, 4);
  const pair = await parse({}, 'one', 'two');
  assert.equal(pair.sides, ['baseline', 'candidate']);
  assert.is(pair.candidate.name, 'two');
});

test('a step lasts longer than an arm, or as long as it is told, in whole seconds', async () => {
  assert.is((await parse({})).stepMs, 21_000);
  assert.is((await parse({ scenario: 'short' })).stepMs, 5000);
  assert.is((await parse({ url: '/' })).stepMs, 5000);
  assert.is((await parse({ url: '/', duration: '1200ms' })).stepMs, 2000);
  assert.is((await parse({ url: '/', rate: '7' })).ratePerSecond, 7);
});

test('what cannot be measured is refused with what to write instead', async () => {
  const table: [SideFlags, string, RegExp][] = [
    [{ scenario: 'burst' }, 'one', /burst is a burst and has no rate/],
    [{ scenario: 'stedy' }, 'one', /Did you mean 'steady'/],
    [{}, 'ono', /unknown variant 'ono'. Did you mean 'one'/],
    [{ scenario: 'steady', url: '/' }, 'one', /--url is a scenario of its own/],
    [{ rate: '5' }, 'one', /--rate needs --url/],
    [{ duration: 'long' }, 'one', /--duration takes a duration/],
    [{ url: 'http://x' }, 'one', /--url takes a path/],
  ];
  for (const [flags, variant, expected] of table) {
    const error = await parse(flags, variant).catch((reason: Error) => reason);
    assert.instance(error, TandemError);
    assert.match((error as Error).message, expected);
  }
});

test.run();
