import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TandemError } from '../error.ts';
import { parseAttribution } from './parse-attribution.ts';

const test = suite('parse attribution');
const folder = mkdtempSync(join(tmpdir(), 'tandem-attribution-'));
test.after(() => rmSync(folder, { recursive: true }));

const names = Array.from({ length: 21 }, (_, fix) => `fix-${fix + 1}`);
writeFileSync(
  join(folder, 'tandem.config.json'),
  JSON.stringify({
    variants: {
      old: { command: 'node server.js' },
      new: { command: 'node server.js', fixes: 'all' },
    },
    fixes: Object.fromEntries(names.map((name) => [name, { arguments: [`--${name}`] }])),
  }),
);

const parse = (factors?: string) =>
  parseAttribution(
    undefined,
    { url: '/', rate: '80', ...(factors === undefined ? {} : { factors }) },
    folder,
  );

const mistakes: readonly [string, string | undefined, RegExp][] = [
  ['one', 'fix-2', /--factors names 1: for one fix, compare is enough/],
  ['one twice', 'fix-2,fix-2', /names fix-2 twice: name each once/],
  ['one of several twice', 'fix-1,fix-2, fix-1', /names fix-1 twice/],
  ['nothing', '', /names with a comma between them, such as fix-1,fix-2, and came as ''/],
  ['a comma', ',', /names with a comma between them, .* came as ','/],
  ['an unknown one', 'fix-1,fix-22', /unknown factor 'fix-22'/],
  ['21', names.join(','), /--factors names 21: name fewer by --factors/],
  ['all, which are 21', undefined, /old and new differ by 21: name fewer by --factors/],
];

for (const [what, factors, message] of mistakes) {
  test(`refuses ${what}`, async () => {
    try {
      await parse(factors);
    } catch (error) {
      assert.instance(error, TandemError);
      assert.match((error as TandemError).message, message);
      assert.not.match((error as TandemError).message, /unknown factor ''/);
      return;
    }
    assert.unreachable();
  });
}

test('takes factors in the order of the configuration', async () => {
  const { asked } = await parse('fix-10, fix-2');
  assert.equal(
    asked.factors.map(({ fix }) => fix),
    ['fix-2', 'fix-10'],
  );
});

const scenarioModule = new URL('../config/scenario.js', import.meta.url).href;

/** A configuration of two fixes with one claim about what one of them gives. */
function claiming(fix: string): string {
  const own = mkdtempSync(join(folder, 'claims-'));
  const load = "{ kind: 'open', ratePerSecond: 10, armMs: 1000, cutMs: 0, unit: 'pair' }";
  const measure = `{ of: 'attribution', scenario: 'steady', fixes: ['${fix}'], metric: 'response.p95', as: 'reduction' }`;
  writeFileSync(
    join(own, 'modules.mjs'),
    `import { defineScenario } from ${JSON.stringify(scenarioModule)};
    export const steady = defineScenario({ name: 'steady', load: ${load} });
    export const claims = [{ finding: 1, quote: 'q', scope: 's', lo: 1, hi: 2, measure: ${measure} }];`,
  );
  const fixes = { cache: { arguments: ['--cache'] }, pool: { arguments: ['--pool'] } };
  const command = 'node server.js';
  const variants = { baseline: { command }, optimized: { command, fixes: 'all' } };
  const modules = { scenarios: ['modules.mjs'], claims: 'modules.mjs' };
  writeFileSync(join(own, 'tandem.config.json'), JSON.stringify({ variants, fixes, ...modules }));
  return own;
}

test('a claim is about fixes that are there', async () => {
  const { asked } = await parseAttribution('steady', {}, claiming('pool'));
  assert.is(asked.claims.length, 1);
  try {
    await parseAttribution('steady', {}, claiming('pol'));
  } catch (error) {
    assert.instance(error, TandemError);
    assert.match(
      (error as TandemError).message,
      /unknown fix of a claim 'pol'. Did you mean 'pool'/,
    );
    return;
  }
  assert.unreachable();
});

test.run();
