import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type WebSocket, WebSocketServer } from 'ws';
import { scenarioOfRequest } from '../../config/request-scenario.ts';
import type { ArmIo, Scenario } from '../../config/scenario.ts';
import { TandemError } from '../../error.ts';
import { driveArm, type PackedLoad } from '../arm.ts';
import { constantArrivals, planOf } from '../pacer.ts';
import { startTarget } from '../test-target.ts';
import { Audience, type AudienceOptions, type Message } from './audience.ts';

const test = suite('audience');

type HandOn = (text: string, everybody: readonly WebSocket[]) => void;

const toAll: HandOn = (text, everybody) => {
  for (const socket of everybody) socket.send(text);
};

const messages = 50;
const armMs = 500;

/** `messages` of two senders in turn to so many subscribers of a server that hands them on so. */
async function broadcast(
  handOn: HandOn,
  subscribers: number,
  options: Partial<AudienceOptions> & { readonly onJoin?: (socket: WebSocket) => void } = {},
): Promise<PackedLoad> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket, { url }) => {
    socket.on('message', (data) => {
      const listeners = [...server.clients].filter((client) => client !== speakers.get(server));
      handOn(data.toString(), listeners);
    });
    if (url === '/speak') speakers.set(server, socket);
    else options.onJoin?.(socket);
  });
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return await driveArm(talk(subscribers, options), {
      target: { url, databaseUrl: null },
      load: { kind: 'open', ratePerSecond: 100, armMs, cutMs: 0, unit: 'pair' },
      seed: 'talk',
      label: 'A1',
    });
  } finally {
    server.close();
    for (const client of server.clients) client.terminate();
  }
}

const speakers = new WeakMap<WebSocketServer, WebSocket>();

const request = { method: 'GET', path: '/', headers: {}, body: null };

function talk(subscribers: number, options: Partial<AudienceOptions>): Scenario {
  const share = async (io: ArmIo) => {
    const seats = Array.from({ length: subscribers }, () => ({ path: '/listen' }));
    const read = (text: string) => JSON.parse(text) as Message;
    const audience = await Audience.open(io, { seats, read, ...options });
    const speaker = await io.ws('/speak');
    return { audience, speaker, close: () => audience.close() };
  };
  const scenario: Scenario<Awaited<ReturnType<typeof share>>> = {
    ...scenarioOfRequest({ ...request, ratePerSecond: 100, durationMs: armMs }),
    timeoutMs: 2000,
    plan: (seed) => planOf(seed, constantArrivals(100, armMs)),
    share,
    drive: async ({ key, atMs }, io, { audience, speaker }) => {
      const index = Number(key.split('/')[1]);
      const message = { sender: index % 2, seq: 1 + (index >> 1), dueMs: io.now() };
      const arrived = audience.expect(message.sender, message.seq);
      speaker.send(JSON.stringify({ ...message, atMs }));
      await arrived;
      return { digest: '' };
    },
  };
  return scenario as unknown as Scenario;
}

const countsOf = ({ counts, tallies }: PackedLoad) => ({
  completed: counts.completed,
  timedOut: counts.timedOut,
  expected: tallies['ws.expected'],
  delivered: tallies['ws.delivered'],
  lost: tallies['ws.lost'],
  duplicates: tallies['ws.duplicates'],
  reordered: tallies['ws.reordered'],
});

test('every message reaches every subscriber once and in order', async () => {
  const load = await broadcast(toAll, 4);
  assert.equal(countsOf(load), {
    completed: messages,
    timedOut: 0,
    expected: 200,
    delivered: 200,
    lost: 0,
    duplicates: 0,
    reordered: 0,
  });
  assert.is(load.samples['ws.delay']?.length, 200);
  assert.is(load.tallies['ws.received'], 200);
});

test('what nobody can read is counted, and the rest goes on', async () => {
  const junk = ['not json', '{"sender":0,"seq":1}', '{"sender":0,"seq":0.5,"dueMs":1}'];
  const load = await broadcast((text, everybody) => {
    for (const each of [...junk, text]) toAll(each, everybody);
  }, 2);
  assert.is(load.tallies['ws.unreadable'], 2 * messages * junk.length);
  assert.is(countsOf(load).completed, messages);
  assert.is(countsOf(load).lost, 0);
});

test('what a server loses, doubles and turns round is counted', async () => {
  let count = 0;
  let held: string | undefined;
  const careless: HandOn = (text, everybody) => {
    const turn = count++ % 10;
    if (turn === 0) return;
    if (turn === 1) toAll(text, everybody);
    // The next message of the same sender is two turns later.
    if (turn === 2) held = text;
    else toAll(text, everybody);
    if (turn === 4 && held !== undefined) toAll(held, everybody);
  };
  const load = await broadcast(careless, 3);
  assert.equal(countsOf(load), {
    completed: 45,
    timedOut: 5,
    expected: 150,
    delivered: 135,
    lost: 15,
    duplicates: 15,
    reordered: 15,
  });
});

test('in a storm all come back, and what was missed is lost where the server cannot tell', async () => {
  const load = await broadcast(toAll, 5, { stormEveryMs: 150 });
  const returns = load.samples['ws.reconnect']?.length ?? 0;
  assert.ok(returns >= 5 && returns % 5 === 0, `${returns} returns of 5 subscribers`);
  const { expected, delivered, lost, duplicates } = countsOf(load);
  assert.is((delivered ?? 0) + (lost ?? 0), expected);
  assert.is(duplicates, 0);
  assert.is(load.counts.completed + load.counts.errored, messages);
});

test('in a storm nothing is lost where the server sends it again', async () => {
  const said: string[] = [];
  const load = await broadcast(
    (text, everybody) => {
      said.push(text);
      toAll(text, everybody);
    },
    5,
    {
      stormEveryMs: 200,
      onJoin: (socket) => {
        for (const text of said) socket.send(text);
      },
      rejoin: () => undefined,
    },
  );
  const { completed, lost, expected, delivered } = countsOf(load);
  assert.equal([completed, lost, delivered], [messages, 0, expected]);
});

test('a subscriber that the server drops comes back by itself', async () => {
  let dropped = 0;
  const load = await broadcast((text, everybody) => {
    toAll(text, everybody);
    if (dropped++ === 10) everybody[0]?.terminate();
  }, 2);
  assert.is(load.samples['ws.reconnect']?.length, 1);
});

test('slow readers get everything in the end', async () => {
  const load = await broadcast(toAll, 4, { slow: { subscribers: 2, readMs: 20, pauseMs: 100 } });
  const { lost, delivered } = countsOf(load);
  assert.equal([lost, delivered], [0, 200]);
  const delays = [...(load.samples['ws.delay'] ?? [])].sort((a, b) => a - b);
  assert.ok((delays.at(-1) ?? 0) > 50_000, 'somebody waited for a pause to end');
});

test('a subscriber that is refused makes the machine unfit to measure, in words', async () => {
  const target = await startTarget();
  try {
    await driveArm(talk(1, {}), {
      target: { url: target.url, databaseUrl: null },
      load: { kind: 'open', ratePerSecond: 100, armMs, cutMs: 0, unit: 'pair' },
      seed: 'talk',
      label: 'A1',
    });
    assert.unreachable();
  } catch (error) {
    assert.instance(error, TandemError);
    assert.match((error as Error).message, /could not open .* Unexpected server response: 401/);
  } finally {
    await target.close();
  }
});

test.run();
