import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { createModelClient, type ModelCall } from './model-client.ts';
import { ModelFailure } from './model-retry.ts';
import { type FakeAnswer, startFakeModel } from './suites/fake-model.ts';

const test = suite('model client');

const settings = { apiKey: 'none', name: 'fake', idleTimeoutMs: 10_000, retryBaseMs: 1 };

async function ask(
  answer: FakeAnswer,
  change: Partial<ModelCall> & { idleTimeoutMs?: number } = {},
) {
  const model = await startFakeModel(() => answer);
  const idleTimeoutMs = change.idleTimeoutMs ?? settings.idleTimeoutMs;
  const askModel = createModelClient({ ...settings, baseUrl: model.url, idleTimeoutMs });
  const pieces: string[] = [];
  try {
    const signal = new AbortController().signal;
    const onText = (text: string) => pieces.push(text);
    const call = { runId: 'r', step: 's', attempt: 1, prompt: 'Why?', signal, onText, ...change };
    return { answer: await askModel(call), pieces, calls: model.calls };
  } finally {
    await model.close();
  }
}

async function failureOf(answer: FakeAnswer, idleTimeoutMs = 10_000): Promise<ModelFailure> {
  const error = await ask(answer, { idleTimeoutMs }).then(
    () => new Error('it answered'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ModelFailure) return error;
  throw error;
}

test('gives the streamed text, its pieces and the usage of the endpoint', async () => {
  const text = 'Because it was asked to answer at some length.';
  const { answer, pieces } = await ask({ kind: 'text', text });
  assert.equal(answer, { text, promptTokens: 7, completionTokens: text.length });
  assert.ok(pieces.length > 1);
  assert.is(pieces.join(''), text);
});

test('names run, step and attempt in the headers', async () => {
  const { calls } = await ask({ kind: 'text', text: 'x' });
  assert.equal(calls, [{ runId: 'r', step: 's', attempt: 1, prompt: 'Why?' }]);
});

const failures: readonly [
  answer: FakeAnswer,
  message: string,
  retriable: boolean,
  waitMs: number,
][] = [
  [{ kind: 'status', status: 429, retryAfterMs: 70 }, 'the model answered 429', true, 70],
  [{ kind: 'status', status: 500 }, 'the model answered 500', true, 0],
  [{ kind: 'status', status: 503 }, 'the model answered 503', true, 0],
  [{ kind: 'status', status: 400 }, 'the model answered 400', false, 0],
  [{ kind: 'status', status: 401 }, 'the model answered 401', false, 0],
  [{ kind: 'reset' }, 'the connection to the model broke off', true, 0],
  [{ kind: 'unfinished' }, 'the connection to the model broke off', true, 0],
];

for (const [answer, message, retriable, waitMs] of failures) {
  const name =
    answer.kind === 'status' ? `an answer of ${answer.status}` : `a stream: ${answer.kind}`;
  test(`${name} is a failure that is ${retriable ? '' : 'not '}tried again`, async () => {
    const failure = await failureOf(answer);
    assert.is(failure.message, message);
    assert.is(failure.retriable, retriable);
    assert.is(failure.retryAfterMs, waitMs);
  });
}

test('a silent endpoint is a failure once the idle timeout has passed', async () => {
  const failure = await failureOf({ kind: 'hang' }, 30);
  assert.is(failure.message, 'the model was silent for 30 ms');
  assert.ok(failure.retriable);
});

test('an endpoint that is not there is a failure that is tried again', async () => {
  const model = await startFakeModel(() => ({ kind: 'hang' }));
  await model.close();
  const askModel = createModelClient({ ...settings, baseUrl: model.url });
  const signal = new AbortController().signal;
  const call = { runId: 'r', step: 's', attempt: 0, prompt: '', signal, onText: () => {} };
  const failure = await askModel(call).catch((error: unknown) => error);
  assert.instance(failure, ModelFailure);
});

test('a call ends when its signal aborts, before it begins or while it waits', async () => {
  for (const signal of [AbortSignal.abort(), AbortSignal.timeout(20)]) {
    const ended = await ask({ kind: 'hang' }, { signal }).catch((error: unknown) => error);
    assert.instance(ended, ModelFailure);
  }
});

test.run();
