import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import OpenAI, { APIConnectionError, APIError } from 'openai';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { answerOf, textOf } from './answer.ts';
import { type CallPlan, type ModelSettings, planCall, plannedTokens } from './call-plan.ts';

const settings: ModelSettings = { seed: 'test', preset: 'typical', timeScale: 0.02 };

interface Endpoint {
  readonly url: string;
  readonly client: OpenAI;
  readonly child: ChildProcess;
}

const test = suite<Endpoint>('the process of the simulated model');

test.before(async (endpoint) => {
  const port = await freePort();
  const { seed, preset, timeScale } = settings;
  const child = startEndpoint({
    PORT: `${port}`,
    MODEL_SEED: seed,
    MODEL_PRESET: preset,
    TIME_SCALE: `${timeScale}`,
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(`${url}/healthz`, child);
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'any', maxRetries: 0 });
  Object.assign(endpoint, { url, client, child });
});

test.after(async ({ child }) => {
  if (hasEnded(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
});

const startEndpoint = (environment: Readonly<Record<string, string>>): ChildProcess =>
  spawn(process.execPath, [fileURLToPath(new URL('serve.js', import.meta.url))], {
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  while (!hasEnded(child)) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('the endpoint has exited');
}

const step = 'triage';

/** A run whose first call is planned to go that way. */
function runPlanned(kind: CallPlan['kind']): { runKey: string; plan: CallPlan } {
  for (let index = 0; ; index++) {
    const runKey = `${kind}-${index}`;
    const plan = planCall({ ...settings, runKey, step, attempt: 0 });
    if (plan.kind === kind) return { runKey, plan };
  }
}

const callHeaders = (runKey: string, attempt = 0) => ({
  headers: { 'x-run-id': `${runKey}~A1`, 'x-step': step, 'x-attempt': `${attempt}` },
});

const question = {
  model: 'tandem-sim',
  messages: [{ role: 'user' as const, content: 'twenty-five characters..' }],
};

const expectedText = (runKey: string): string =>
  textOf(answerOf(settings.seed, runKey, step, plannedTokens({ ...settings, runKey, step })));

test('an answer comes whole when it is not streamed', async ({ client }) => {
  const { runKey } = runPlanned('ok');
  const answer = await client.chat.completions.create(question, callHeaders(runKey));
  assert.is(answer.choices[0]?.message.content, expectedText(runKey));
  assert.is(answer.usage?.prompt_tokens, 5);
  assert.is(answer.usage?.completion_tokens, plannedTokens({ ...settings, runKey, step }));
});

test('a streamed answer is the same text, with its usage at the end', async ({ client }) => {
  const { runKey } = runPlanned('ok');
  const stream = await client.chat.completions.create(
    { ...question, stream: true, stream_options: { include_usage: true } },
    callHeaders(runKey),
  );
  let text = '';
  let completionTokens = 0;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    completionTokens = chunk.usage?.completion_tokens ?? completionTokens;
  }
  assert.is(text, expectedText(runKey));
  assert.is(completionTokens * 5, text.length);
});

test('a stream for which no usage was asked has none', async ({ client }) => {
  const { runKey } = runPlanned('ok');
  const stream = await client.chat.completions.create(
    { ...question, stream: true },
    callHeaders(runKey),
  );
  for await (const chunk of stream) assert.not(chunk.usage);
});

test('a rate limit says how long to wait, in both headers', async ({ client }) => {
  const { runKey, plan } = runPlanned('rateLimited');
  const error = await failureOf(client, runKey);
  assert.instance(error, APIError);
  const { status, headers } = error as APIError;
  assert.is(status, 429);
  const waitMs = plan.kind === 'rateLimited' ? plan.retryAfterMs : Number.NaN;
  assert.is(Number(headers?.get('retry-after-ms')), waitMs);
  assert.is(Number(headers?.get('retry-after')), waitMs / 1000);
});

test('a fault of the server is 500 or 503', async ({ client }) => {
  const { runKey, plan } = runPlanned('serverError');
  const error = (await failureOf(client, runKey)) as APIError;
  assert.is(error.status, plan.kind === 'serverError' ? plan.status : 0);
});

test('a reset breaks the stream off before its end', async ({ client }) => {
  const { runKey } = runPlanned('reset');
  let text = '';
  try {
    const stream = await client.chat.completions.create(
      { ...question, stream: true },
      callHeaders(runKey),
    );
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    assert.unreachable('the stream came to an end');
  } catch (error) {
    assert.not.instance(error, assert.Assertion);
  }
  assert.ok(expectedText(runKey).startsWith(text) && text !== expectedText(runKey));
});

test('a hang never answers: the client gives up, and the endpoint goes on', async ({ client }) => {
  const { runKey } = runPlanned('hang');
  const signal = AbortSignal.timeout(200);
  const call = client.chat.completions.create(question, { ...callHeaders(runKey), signal });
  await call.then(
    () => assert.unreachable('it answered'),
    (error: unknown) => assert.instance(error, APIError),
  );
  const answer = await client.chat.completions.create(question, callHeaders(runKey, 2));
  assert.is(answer.choices[0]?.message.content, expectedText(runKey));
});

test('without headers a call is known by its body', async ({ client }) => {
  const texts: (string | null | undefined)[] = [];
  while (texts.length < 2) {
    try {
      const answer = await client.chat.completions.create(question);
      texts.push(answer.choices[0]?.message.content);
    } catch (error) {
      assert.unreachable(`this body is planned to be answered: ${error}`);
    }
  }
  assert.is(texts[0], texts[1]);
});

test('every call that was played tells how late it was, once', async ({ url, client }) => {
  await readLateness(url);
  const { runKey } = runPlanned('ok');
  await client.chat.completions.create(question, callHeaders(runKey));
  const calls = await readLateness(url);
  assert.is(calls.length, 1);
  assert.is(calls[0]?.key, `${runKey}/${step}/0`);
  assert.ok((calls[0]?.lateMs ?? -1) >= 0);
  assert.equal(await readLateness(url), []);
});

test('the model is listed', async ({ client }) => {
  const { data } = await client.models.list();
  assert.equal(
    data.map(({ id }) => id),
    ['tandem-sim'],
  );
});

const badBodies = [
  ['no JSON', '{'],
  ['no object', '[]'],
  ['no messages', '{"model":"tandem-sim"}'],
] as const;

for (const [name, body] of badBodies) {
  test(`a request with ${name} is answered 400`, async ({ url }) => {
    const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body });
    assert.is(answer.status, 400);
    const { error } = (await answer.json()) as { error: { type: string } };
    assert.is(error.type, 'invalid_request_error');
  });
}

test('an unknown path is answered 404', async ({ url }) => {
  assert.is((await fetch(`${url}/v1/embeddings`, { method: 'POST' })).status, 404);
});

const badSettings: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ['no port', {}, /PORT is undefined/],
  ['an unknown preset', { PORT: '0', MODEL_PRESET: 'calm' }, /one of typical, steady/],
  ['a scale that is no number', { PORT: '0', TIME_SCALE: 'slow' }, /TIME_SCALE is slow/],
];

for (const [name, environment, message] of badSettings) {
  test(`started with ${name} it says what to set and exits`, async () => {
    const child = startEndpoint(environment);
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said += text;
    });
    const [code] = (await once(child, 'close')) as [number];
    assert.is.not(code, 0);
    assert.match(said, message);
  });
}

async function failureOf(client: OpenAI, runKey: string): Promise<unknown> {
  try {
    await client.chat.completions.create(question, callHeaders(runKey));
  } catch (error) {
    assert.not.instance(error, APIConnectionError);
    return error;
  }
  return assert.unreachable('the call was answered');
}

async function readLateness(url: string): Promise<readonly { key: string; lateMs: number }[]> {
  const answer = await fetch(`${url}/__sim/lateness`);
  const { calls } = (await answer.json()) as { calls: { key: string; lateMs: number }[] };
  return calls;
}

test.run();
