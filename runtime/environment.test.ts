import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EnvironmentError, parseEnvironment } from './environment.ts';

const test = suite('environment');

const needed = {
  DATABASE_URL: 'postgresql://u:p@127.0.0.1:5432/d',
  OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
  JWT_SECRET: 'a secret of some length',
};

test('what is not given has its documented default', () => {
  const environment = parseEnvironment(needed);
  assert.is(environment.host, '127.0.0.1');
  assert.is(environment.logLevel, 'info');
  assert.is(environment.traceEndpoint, undefined);
  assert.equal(environment.model, {
    baseUrl: needed.OPENAI_BASE_URL,
    apiKey: 'none',
    name: 'tandem-sim',
    idleTimeoutMs: 30_000,
    retryBaseMs: 500,
  });
});

test('an empty setting counts as absent', () => {
  assert.is(parseEnvironment({ ...needed, LOG_LEVEL: '', PORT: '' }).logLevel, 'info');
});

test('all faults are told at once, by name and without the values', () => {
  const wrong = { PORT: '70000', LOG_LEVEL: 'loud', JWT_SECRET: 'hush', DATABASE_URL: 'mysql://x' };
  try {
    parseEnvironment(wrong);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, EnvironmentError);
    const message = String(error);
    for (const name of [...Object.keys(wrong), 'OPENAI_BASE_URL']) {
      assert.match(message, name);
    }
    assert.not.match(message, 'hush');
    assert.not.match(message, 'mysql');
  }
});

test.run();
