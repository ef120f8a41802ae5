/** What the server answers, route by route. */
import type { IncomingMessage } from 'node:http';
import type { Authenticator, Claims } from './concerns.ts';
import { loadDataset } from './dataset.ts';
import { NotFound, RequestError } from './errors.ts';
import { type Answer, bearerToken, json, readJson } from './http-call.ts';
import { livePage } from './live/page.ts';
import { readRun, summarize } from './run-view.ts';
import type { Services } from './services.ts';
import type { Supervisor } from './supervisor.ts';

/** What the routes work with. */
export interface Backend {
  readonly authenticator: Authenticator;
  readonly services: Services;
  readonly supervisor: Supervisor;
}

interface Call {
  readonly request: IncomingMessage;
  readonly claims: Claims;
  /** What the path's group matched: the id of a run, or nothing. */
  readonly id: string;
  readonly query: URLSearchParams;
}

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly answer: (backend: Backend, call: Call) => Promise<Answer>;
}

interface OpenRoute {
  readonly path: string;
  readonly answer: (backend: Backend) => Promise<Answer>;
}

/** Without a token: what a watchdog asks, and a page that has nothing of anybody's. */
const openRoutes: readonly OpenRoute[] = [
  { path: '/healthz', answer: async () => json(200, { status: 'ok' }) },
  { path: '/readyz', answer: checkReady },
  { path: '/live', answer: async () => livePage },
];

const routes: readonly Route[] = [
  { method: 'POST', path: /^\/v1\/runs$/, answer: postRun },
  { method: 'GET', path: /^\/v1\/runs\/([^/]+)$/, answer: getRun },
  { method: 'GET', path: /^\/v1\/runs\/([^/]+)\/events$/, answer: refusePlainEvents },
  { method: 'POST', path: /^\/v1\/analyze$/, answer: postAnalyze },
  { method: 'DELETE', path: /^\/v1\/session$/, answer: deleteSession },
  { method: 'GET', path: /^\/metrics$/, answer: getMetrics },
];

/** Finds the route and has it answer. Throws `RequestError`: 404, 405, 401 and what the route throws. */
export async function answerRequest(backend: Backend, request: IncomingMessage): Promise<Answer> {
  const { method = 'GET', url = '/' } = request;
  const [path = '', query = ''] = url.split('?', 2);
  const open = openRoutes.find((route) => route.path === path);
  if (open && method === 'GET') return open.answer(backend);
  const matching = routes.filter((route) => route.path.test(path));
  const route = matching.find((each) => each.method === method);
  if (!route) throw noRoute(open !== undefined || matching.length > 0, method);
  const claims = backend.authenticator.verify(bearerToken(request));
  const id = route.path.exec(path)?.[1] ?? '';
  return route.answer(backend, { request, claims, id, query: new URLSearchParams(query) });
}

const noRoute = (isPath: boolean, method: string): RequestError =>
  isPath
    ? new RequestError(405, `${method} is not a method of this path`)
    : new NotFound('there is nothing at this path');

async function checkReady({ services }: Backend): Promise<Answer> {
  try {
    await services.store.ping();
    return json(200, { status: 'ready' });
  } catch {
    return json(503, { status: 'the database does not answer' });
  }
}

async function postRun({ services, supervisor }: Backend, call: Call): Promise<Answer> {
  const request = services.concerns.validation.run(await readJson(call.request));
  if (request.dryRun) return json(200, { order: supervisor.plan(request) });
  const run = await supervisor.start(request, call.claims.userId);
  if (request.wait && 'ended' in run) await run.ended;
  const summary = summarize(run);
  return json(summary.status === 'running' ? 202 : 200, summary);
}

async function getRun({ services }: Backend, { id, claims, query }: Call): Promise<Answer> {
  const asked = { id, userId: claims.userId, fields: query.get('fields') };
  return { status: 200, body: await readRun(services, asked) };
}

async function refusePlainEvents(): Promise<Answer> {
  const answer = json(426, { error: 'events come over a WebSocket: ask for an upgrade' });
  return { ...answer, headers: { upgrade: 'websocket' } };
}

async function postAnalyze({ services }: Backend, { request }: Call): Promise<Answer> {
  const { dataset } = services.concerns.validation.analyze(await readJson(request));
  const startedMs = performance.now();
  const report = await services.offload.analyze(loadDataset(dataset));
  const ms = performance.now() - startedMs;
  await services.monitor.record({ name: 'analyze', runId: '', ms, ok: true });
  return json(200, report);
}

async function deleteSession(
  { authenticator, services }: Backend,
  { claims }: Call,
): Promise<Answer> {
  authenticator.revoke(claims);
  services.hub.dismiss(claims.tokenId);
  return { status: 204, body: '' };
}

async function getMetrics({ services: { metrics } }: Backend): Promise<Answer> {
  return {
    status: 200,
    body: await metrics.text(),
    headers: { 'content-type': metrics.contentType },
  };
}
