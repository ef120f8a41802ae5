import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type CompareFlags, parseConfig } from './parse-config.ts';

const test = suite('parseConfig');
const folder = mkdtempSync(join(tmpdir(), 'tandem-config-'));
test.after(() => rmSync(folder, { recursive: true }));

const sides: CompareFlags = { baseline: 'node a.js', candidate: 'node b.js' };

test('two commands and a URL need no configuration file', async () => {
  const config = await parseConfig([], { ...sides, url: '/x', rate: '50', duration: '8s' }, folder);
  const [loaded] = config.scenarios;
  assert.is(loaded?.scenario.title, 'GET /x at 50 a second');
  assert.is(loaded?.scenario.trial.units, 2);
  assert.is(config.candidate.command.join(' '), 'node b.js');
});

const mistakes: readonly [string, readonly string[], CompareFlags, RegExp][] = [
  ['nothing to measure', [], sides, /name a scenario, or give --url/],
  ['an unknown scenario', ['pipelin'], sides, /unknown scenario 'pipelin'/],
  ['a URL with a host', [], { ...sides, url: 'http://x/' }, /--url takes a path/],
  ['a rate that is no number', [], { ...sides, url: '/', rate: 'fast' }, /--rate takes a number/],
  ['a rate of 0', [], { ...sides, url: '/', rate: '0' }, /--rate takes a number/],
  [
    'a duration without unit',
    [],
    { ...sides, url: '/', duration: '30' },
    /--duration takes a duration/,
  ],
  ['a budget in words', [], { ...sides, url: '/', budget: 'long' }, /--budget takes a duration/],
  ['a rate without URL', [], { ...sides, rate: '5' }, /--rate needs --url/],
  ['a header without colon', [], { ...sides, url: '/', header: ['x'] }, /--header takes/],
  ['a header with a space', [], { ...sides, url: '/', header: ['x y: v'] }, /name without spaces/],
  ['a header with a new line', [], { ...sides, url: '/', header: ['x: a\nb'] }, /control char/],
  ['a URL and a scenario', ['gate'], { ...sides, url: '/' }, /scenario of its own/],
];
for (const [name, names, flags, message] of mistakes) {
  test(`${name} is a usage error that says what to write`, async () => {
    const error = await parseConfig(names, flags, folder).then(
      () => null,
      (reason: { code: number; message: string }) => reason,
    );
    assert.is(error?.code, 2);
    assert.match(error?.message ?? '', message);
  });
}

test('a configuration with faults lists them all', async () => {
  const own = mkdtempSync(join(folder, 'faults-'));
  writeFileSync(join(own, 'tandem.config.json'), '{"variants":{"one":{"command":""}},"extra":1}');
  const error = await parseConfig([], sides, own).then(String, (reason: Error) => reason);
  const { message } = error as Error;
  assert.match(message, /one/);
  assert.match(message, /command/);
  assert.match(message, /extra/);
});

test('a configuration that is not JSON is a usage error without a stack', async () => {
  const own = mkdtempSync(join(folder, 'broken-'));
  writeFileSync(join(own, 'tandem.config.json'), '{');
  const error = await parseConfig([], sides, own).then(String, (reason: Error) => reason);
  assert.match((error as Error).message, /can't be read/);
});

test('a configuration in TypeScript is read', async () => {
  const own = mkdtempSync(join(folder, 'typescript-'));
  const source = `const config: { variants: object } = { variants: { one: { command: 'node 1.js' } } };
export default config;`;
  writeFileSync(join(own, 'tandem.config.ts'), source);
  const config = await parseConfig([], { candidate: 'one', url: '/' }, own);
  assert.is(config.baseline.name, 'one');
  assert.is(config.candidate.cwd, own);
});

test.run();
