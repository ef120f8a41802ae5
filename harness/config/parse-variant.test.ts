import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ConfigFile } from './load-config.ts';
import { parseVariant } from './parse-variant.ts';

const file: ConfigFile = {
  folder: '/project',
  config: {
    variants: {
      baseline: { command: 'node server.js', fixes: 'none' },
      optimized: { command: 'node server.js --port "$PORT x"', fixes: 'all', readyPath: '/up' },
    },
    fixes: {
      retry: { environment: { FIX_RETRY: '1' } },
      call: { environment: { FIX_CALL: '1' } },
      'call-log': { environment: { FIX_CALL_LOG: '1' } },
    },
  },
};
const test = suite('parseVariant');
const fixesOf = (text: string) => parseVariant(text, file, '/here').fixes;

const mixes: readonly [string, readonly string[]][] = [
  ['baseline', []],
  ['optimized', ['retry', 'call', 'call-log']],
  ['baseline+retry', ['retry']],
  ['baseline+retry+call-log', ['retry', 'call-log']],
  ['optimized-call-log', ['retry', 'call']],
  ['optimized-call', ['retry', 'call-log']],
  ['optimized-call-call-log', ['retry']],
  ['optimized-call-log+call-log', ['retry', 'call', 'call-log']],
];
for (const [text, fixes] of mixes) {
  test(`'${text}' has the fixes [${fixes.join(', ')}]`, () => {
    assert.equal(fixesOf(text), fixes);
  });
}

test('a fix that is on sets its environment, and only then', () => {
  assert.equal(parseVariant('baseline+retry', file, '/here').environment, { FIX_RETRY: '1' });
  assert.equal(parseVariant('baseline', file, '/here').environment, {});
});

test('what has a space or a slash in it is a command, run where the user is', () => {
  const variant = parseVariant("node 'my server.js' --fast", file, '/here');
  assert.equal(variant.command, ['node', 'my server.js', '--fast']);
  assert.is(variant.cwd, '/here');
});

const mistakes: readonly [string, RegExp][] = [
  ['optimised', /unknown variant 'optimised'\. Did you mean 'optimized'\?/],
  ['baseline+retri', /unknown fix 'retri'\. Did you mean 'retry'\?/],
  ['baseline-call-lag', /unknown fix 'lag'/],
  ['baseline+', /unknown fix ''/],
  ['node a.js | tee', /not a plain command/],
];
for (const [text, message] of mistakes) {
  test(`'${text}' is a usage error that helps`, () => {
    assert.throws(
      () => parseVariant(text, file, '/here'),
      (error: { code: number; message: string }) => error.code === 2 && message.test(error.message),
    );
  });
}

test.run();
