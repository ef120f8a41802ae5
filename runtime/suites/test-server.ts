/** A server on a free port, over a real PostgreSQL and a fake model, and a client's calls to it. */
import jwt from 'jsonwebtoken';
import type { Concerns } from '../concerns.ts';
import { parseEnvironment } from '../environment.ts';
import type { RunRequest, StepRequest } from '../run-request.ts';
import { startServer } from '../server.ts';
import { type FakeAnswer, type FakeCall, type FakeModel, startFakeModel } from './fake-model.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

const testSecret = 'a secret that only tests know';

/** A token of `user`. A negative `lifeS` makes one that has expired. */
export const tokenOf = (user: string, lifeS = 600, secret = testSecret): string =>
  jwt.sign({}, secret, { subject: user, jwtid: `${user} ${Math.random()}`, expiresIn: lifeS });

export interface TestAnswer {
  readonly status: number;
  readonly text: string;
  /** The body as JSON; empty when it is none. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A text is sent as it is, anything else as JSON. */
export async function call(
  port: number,
  token: string | null,
  path: string,
  { method = 'GET', body }: { method?: string; body?: unknown } = {},
): Promise<TestAnswer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

/** A step that asks the model, with what `change` says. */
export const stepOf = (name: string, change: Partial<StepRequest> = {}): StepRequest => ({
  name,
  dependsOn: [],
  prompt: `Do ${name}.`,
  tools: [],
  ...change,
});

/** A background run that is waited for, with what `change` says. */
export const runOf = (id: string, change: Partial<RunRequest> = {}): RunRequest => ({
  id,
  mode: 'background',
  wait: true,
  goal: 'find out',
  context: 'a test',
  steps: [stepOf('one')],
  ...change,
});

export interface TestServer {
  readonly port: number;
  readonly database: TestDatabase;
  readonly model: FakeModel;
  /** Asks for a run; a new token for `user` each time. */
  readonly post: (user: string, run: unknown) => Promise<TestAnswer>;
  readonly get: (user: string, path: string) => Promise<TestAnswer>;
  readonly stop: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** `answer` decides how each model call goes; by default it answers with the step's name. */
export async function startTestServer(
  concerns: Concerns,
  settings: {
    readonly answer?: (call: FakeCall) => FakeAnswer;
    readonly variables?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestServer> {
  const echo = ({ step }: FakeCall) => ({ kind: 'text', text: `${step} is done` }) as const;
  const database = await openTestDatabase();
  const model = await startFakeModel(settings.answer ?? echo);
  const environment = parseEnvironment({
    ...testVariables(impatient(database.url), model.url),
    ...settings.variables,
  });
  const server = await startServer(concerns, environment);
  const { port } = server;
  return {
    port,
    database,
    model,
    post: (user, body) => call(port, tokenOf(user), '/v1/runs', { method: 'POST', body }),
    get: (user, path) => call(port, tokenOf(user), path),
    stop: () => server.close(),
    close: async () => {
      await server.close();
      await model.close();
      await database.drop();
    },
  };
}

/** Commits need not reach the disk: no test pulls the plug. */
function impatient(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  const options = url.searchParams.get('options') ?? '';
  url.searchParams.set('options', `${options} -csynchronous_commit=off`);
  return url.href;
}

/** The environment of a server that retries fast and logs nothing. */
export const testVariables = (databaseUrl: string, modelUrl: string): Record<string, string> => ({
  PORT: '0',
  DATABASE_URL: databaseUrl,
  OPENAI_BASE_URL: modelUrl,
  JWT_SECRET: testSecret,
  RETRY_BASE_MS: '1',
  LOG_LEVEL: 'silent',
});
