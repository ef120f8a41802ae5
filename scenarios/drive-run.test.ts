import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket, WebSocketServer } from 'ws';
import type { Answer, Io, Socket } from '../harness/index.ts';
import type { RunRequest } from '../runtime/run-request.ts';
import { chain } from './dag.ts';
import { driveRun, type Watching } from './drive-run.ts';
import { Storm } from './storm.ts';
import type { Workload } from './workload.ts';
import { plainWorkload } from './workloads.ts';

/** A server that answers a run with the messages of `script`, over real sockets. */
interface Scripted {
  readonly server: Server;
  readonly sockets: WebSocketServer;
  readonly asked: RunRequest[];
  readonly heard: string[];
  script: (request: RunRequest) => readonly object[];
  /** What a socket is told when it comes. */
  greeting: readonly object[];
  status: number;
}

const test = suite<Scripted>('drive-run');

test.before(async (context) => {
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer(async (request, response) => {
    const body = JSON.parse(await text(request)) as RunRequest;
    context.asked.push(body);
    response
      .writeHead(body.wait ? 200 : context.status)
      .end(JSON.stringify({ id: body.id, status: 'completed', stateHash: 'hash' }));
    for (const socket of sockets.clients) {
      for (const message of context.script(body)) socket.send(JSON.stringify(message));
    }
  });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      accepted.on('message', (data) => context.heard.push(String(data)));
      for (const message of context.greeting) accepted.send(JSON.stringify(message));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  Object.assign(context, { server, sockets });
});

test.before.each((context) => {
  Object.assign(context, { asked: [], heard: [], script: events, greeting: [], status: 202 });
});

test.after(async ({ server, sockets }) => {
  for (const socket of sockets.clients) socket.terminate();
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

const watched: Workload = { ...plainWorkload(chain(1)), interactive: 1 };
const unwatched: Workload = { ...watched, interactive: 0 };

const step = 'step-1';
const result = { step, text: 'done' };

/** A whole run of one step, in which a token of another run's comes, and one event comes twice. */
function events({ id }: RunRequest): readonly object[] {
  const at = performance.timeOrigin + performance.now();
  const started = { run: id, seq: 2, at, type: 'step.started', step };
  return [
    { run: `${id}-other`, at, type: 'token', step, text: 'not mine' },
    { run: id, seq: 1, at, type: 'run.started' },
    started,
    started,
    { run: id, at, type: 'token', step, text: 'twelve chars' },
    { run: id, at, type: 'state.changed', step, fields: [], completed: [] },
    { run: id, seq: 3, at, type: 'step.completed', step, result },
    { run: id, seq: 4, at, type: 'run.completed', stateHash: 'hash' },
  ];
}

interface Seen {
  readonly samples: Map<string, number[]>;
  readonly tallies: Map<string, number>;
}

/** Drives one run against the scripted server, as the generator would. */
async function drive(
  { server }: Scripted,
  workload: Workload,
  watching: Watching = {},
): Promise<Answer & { seen: Seen }> {
  const origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const opened: WebSocket[] = [];
  const seen: Seen = { samples: new Map(), tallies: new Map() };
  const io: Io = {
    plannedMs: 0,
    arm: 'A1',
    http: async ({ path, method, headers, body }) => {
      const given = { method, ...(headers ? { headers } : {}), ...(body ? { body } : {}) };
      const answer = await fetch(`http://${origin}${path}`, given as RequestInit);
      return { status: answer.status, headers: {}, text: await answer.text() };
    },
    ws: async (path, headers = {}) => {
      const socket = new WebSocket(`ws://${origin}${path}`, { headers });
      opened.push(socket);
      return openSocket(socket);
    },
    moment: (name) => seen.samples.set(name, [0]),
    sample: (name, ms) => seen.samples.set(name, [...(seen.samples.get(name) ?? []), ms]),
    tally: (name, count) => seen.tallies.set(name, (seen.tallies.get(name) ?? 0) + count),
    now: () => performance.now(),
  };
  try {
    return { ...(await driveRun(workload, { key: 'key-1', atMs: 0 }, io, watching)), seen };
  } finally {
    for (const socket of opened) socket.terminate();
  }
}

async function openSocket(socket: WebSocket): Promise<Socket> {
  const messages: string[] = [];
  socket.on('message', (data) => messages.push(String(data)));
  await once(socket, 'open');
  return {
    send: (text) => socket.send(text),
    close: () => socket.close(),
    listen: (receive) => void socket.on('message', (data) => receive(String(data))),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    closed: once(socket, 'close').then(() => undefined),
    next: async () => {
      while (messages.length === 0 && socket.readyState !== WebSocket.CLOSED) {
        await Promise.race([once(socket, 'message'), once(socket, 'close')]);
      }
      return messages.shift() ?? null;
    },
  };
}

test('a watched run is followed to its end, each critical event acknowledged', async (context) => {
  const { digest, wrong, seen } = await drive(context, watched);
  assert.is(wrong, undefined);
  assert.match(digest, /^hash /);
  assert.is(context.asked[0]?.id, 'key-1~A1');
  assert.is(context.asked[0]?.wait, false);
  assert.is(seen.tallies.get('ws.received'), 8);
  assert.is(seen.tallies.get('ws.useful'), 4 + 'twelve chars'.length);
  assert.is(seen.tallies.get('ws.duplicates'), 1);
  assert.is(seen.tallies.get('ws.lost'), 0);
  assert.is(seen.samples.get('step')?.length, 1);
  assert.is(seen.samples.get('firstEvent')?.length, 1);
  assert.is(seen.samples.get('ws.delay')?.length, 4);
});

test('the digest depends on what the events hold, not on the run they belong to', async (context) => {
  const first = await drive(context, watched);
  context.script = (request) =>
    events(request).map((event) => ('result' in event ? { ...event, result: {} } : event));
  const second = await drive(context, watched);
  assert.is.not(first.digest, second.digest);
});

test('an event that never came is lost, and the answer is wrong', async (context) => {
  context.script = (request) => events(request).filter((event) => !('result' in event));
  const { wrong, seen } = await drive(context, watched);
  assert.is(seen.tallies.get('ws.lost'), 1);
  assert.match(wrong ?? '', /did not complete: step-1/);
});

test('a run that fails is a wrong answer that says why', async (context) => {
  context.script = ({ id }) => [{ run: id, seq: 1, at: 0, type: 'run.failed', reason: 'no luck' }];
  const { wrong } = await drive(context, watched);
  assert.is(wrong, 'the run failed: no luck');
});

test('a background run is awaited, and no socket is opened', async (context) => {
  const { digest, seen } = await drive(context, unwatched);
  assert.is(digest, 'hash');
  assert.is(context.asked[0]?.wait, true);
  assert.is(seen.tallies.size, 0);
});

test('a run that is refused rejects with what the server said', async (context) => {
  context.status = 503;
  context.script = () => [];
  const refused = await drive(context, watched).catch((error: Error) => error.message);
  assert.match(String(refused), /POST \/v1\/runs answered 503/);
});

test('other tabs of the user are open on other runs while theirs goes on', async (context) => {
  let open = 0;
  context.script = (request) => {
    open = context.sockets.clients.size;
    return events(request);
  };
  assert.is((await drive(context, watched, { otherTabs: 2 })).wrong, undefined);
  assert.ok(open >= 3, `${open}`);
});

test('all watchers of a run see the same, and each of them is counted', async (context) => {
  const { digest, wrong, seen } = await drive(context, watched, { watchers: 3 });
  assert.is(wrong, undefined);
  assert.match(digest, /^hash /);
  assert.is(seen.tallies.get('ws.expected'), 12);
  assert.is(seen.tallies.get('ws.delivered'), 12);
});

test('who loses the connection comes back, and what is told again is no duplicate', async (context) => {
  context.script = (request) => {
    context.greeting = events(request).filter((_, index) => index !== 3);
    return context.greeting.slice(0, 3);
  };
  const storm = new Storm(30);
  const { wrong, seen } = await drive(context, watched, { storm });
  await storm.close();
  assert.is(wrong, undefined);
  assert.ok((seen.samples.get('ws.reconnect')?.length ?? 0) >= 1);
  assert.is(seen.tallies.get('ws.duplicates'), undefined);
  assert.is(seen.tallies.get('ws.lost'), 0);
  assert.is(seen.tallies.get('ws.expected'), 4);
});

test.run();
