import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isRetriableStatus, ModelFailure, retryAfterMs, retryDelayMs } from './model-retry.ts';

const test = suite('model retry');

const failed = (askedMs = 0) => new ModelFailure('x', { retriable: true, retryAfterMs: askedMs });

test('the delay doubles from the base and never passes 8 s', () => {
  const delays = [0, 1, 2, 3, 4, 5].map((attempt) => retryDelayMs(500, attempt, failed()));
  assert.equal(delays, [500, 1000, 2000, 4000, 8000, 8000]);
});

test('what the endpoint asks for is the least that is waited, up to 8 s', () => {
  const delays = [100, 700, 60_000].map((askedMs) => retryDelayMs(500, 0, failed(askedMs)));
  assert.equal(delays, [500, 700, 8000]);
});

test('final failures and other errors are not tried again', () => {
  assert.is(retryDelayMs(500, 0, new ModelFailure('x', { retriable: false })), null);
  assert.is(retryDelayMs(500, 0, new TypeError('x')), null);
});

test('only 429 and faults of the endpoint pass', () => {
  const statuses = [400, 401, 404, 409, 429, 500, 502, 503, 529];
  assert.equal(statuses.filter(isRetriableStatus), [429, 500, 502, 503, 529]);
});

const waits: readonly [headers: Record<string, string>, ms: number][] = [
  [{}, 0],
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after-ms': '25', 'retry-after': '2' }, 25],
  [{ 'retry-after': 'Fri, 31 Dec 2100 23:59:59 GMT' }, 0],
  [{ 'retry-after': '-5' }, 0],
];
for (const [headers, ms] of waits) {
  test(`the headers ${JSON.stringify(headers)} ask for ${ms} ms`, () => {
    assert.is(retryAfterMs(new Headers(headers)), ms);
  });
}

test.run();
