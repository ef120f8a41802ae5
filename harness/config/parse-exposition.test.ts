import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TandemError } from '../error.ts';
import { type ExpositionFlags, parseExposition } from './parse-exposition.ts';

const test = suite('parse exposition');

function refused(flags: ExpositionFlags): TandemError {
  try {
    parseExposition(flags);
  } catch (error) {
    if (error instanceof TandemError) return error;
  }
  throw new Error('it was taken');
}

test('without flags nothing is exposed', () => {
  assert.equal(parseExposition({}), { port: null, endpoint: null });
});

test('a port is the usual one, or the one that is given', () => {
  assert.is(parseExposition({ metrics: true }).port, 9464);
  assert.is(parseExposition({ metrics: '0' }).port, 0);
  assert.is(parseExposition({ metrics: '65535' }).port, 65_535);
});

test('what is no port is refused, with what to do', () => {
  for (const metrics of ['optimized', '65536', '-1', '9464.5', '']) {
    const { code, message } = refused({ metrics });
    assert.is(code, 2);
    assert.match(message, /--metrics takes a port from 0 to 65535, and came as '/);
  }
});

test('a collector has a URL', () => {
  const { endpoint } = parseExposition({ otlp: 'https://example.org/otlp' });
  assert.is(endpoint?.href, 'https://example.org/otlp');
  for (const otlp of ['127.0.0.1:4318', 'grpc://127.0.0.1:4317', '']) {
    assert.match(refused({ otlp }).message, /--otlp takes the URL of a collector/);
  }
});

test.run();
