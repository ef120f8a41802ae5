import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { scenarioOfRequest } from '../config/request-scenario.ts';
import type { Scenario } from '../config/scenario.ts';
import type { Counts, LoadResult } from '../record/arm-result.ts';
import { driveArm } from './arm.ts';
import {
  type MisbehavingServer,
  type MisbehaviourName,
  startMisbehaving,
} from './misbehaving-server.ts';
import { recordsOf } from './operation-columns.ts';
import { constantArrivals, planOf } from './pacer.ts';
import { loadValidity } from './validity.ts';

const test = suite('misbehaving servers');

const ratePerSecond = 200;
const armMs = 200;
const planned = 40;
/** The time-outs: what times out need not be waited for, the rest gets all the time it needs. */
const shortMs = 150;
const patientMs = 10_000;

/** What nobody waited for: it would have ended the generator's arm. */
const unhandled: unknown[] = [];
const note = (reason: unknown): void => {
  unhandled.push(reason);
};
test.before(() => {
  process.on('unhandledRejection', note);
});
test.after(() => {
  process.off('unhandledRejection', note);
});

/** Each operation asks for a path of its own. */
const asking = (timeoutMs: number): Scenario => {
  const request = { method: 'GET', path: '/', headers: {}, body: null };
  const base = scenarioOfRequest({ ...request, ratePerSecond, durationMs: 4 * armMs });
  return {
    ...base,
    timeoutMs,
    plan: (seed) => planOf(seed, constantArrivals(ratePerSecond, armMs)),
    drive: async ({ key }, io) => {
      const { status, text } = await io.http({ method: 'GET', path: `/${key}` });
      if (status >= 400) return { digest: '', wrong: `GET answered ${status}` };
      return { digest: text };
    },
  };
};

async function drive(server: MisbehavingServer, timeoutMs: number): Promise<LoadResult> {
  const load = { kind: 'open', ratePerSecond, armMs, cutMs: 0, unit: 'pair' } as const;
  const target = { url: server.url, databaseUrl: null };
  const packed = await driveArm(asking(timeoutMs), { target, load, seed: 's', label: 'A1' });
  return { ...packed, operations: recordsOf(packed.operations) };
}

/** Plays an arm on a server that misbehaves, and checks what must hold however it does. */
async function suffer(
  name: MisbehaviourName,
  timeoutMs: number,
  use: (load: LoadResult, server: MisbehavingServer) => void,
): Promise<void> {
  const server = await startMisbehaving(name);
  try {
    const load = await drive(server, timeoutMs);
    await server.deserted();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(unhandled, []);
    const { completed, errored, timedOut, dropped, unfinished } = load.counts;
    assert.is(load.counts.planned, completed + errored + timedOut + dropped + unfinished);
    assert.equal(
      loadValidity(load).filter((fault) => fault.includes('add up')),
      [],
    );
    use(load, server);
  } finally {
    await server.close();
  }
}

const none = { planned, completed: 0, errored: 0, timedOut: 0, dropped: 0, unfinished: 0 };
const allErrored: Counts = { ...none, errored: planned };
const allTimedOut: Counts = { ...none, timedOut: planned };

const closedBefore = /^the server closed the connection before it answered \(/;
const closedAmid = /^the server closed the connection in the middle of its answer \(/;
const resetBefore = /^the server reset the connection before it answered \(ECONNRESET\)$/;
const resetAmid = /^the server reset the connection in the middle of its answer \(ECONNRESET\)$/;
const tooLate = /^timed out after 150 ms$/;
const noHttp = /^the answer is not HTTP: Response does not match the HTTP\/1.1 protocol \(/;

/** What the server does, the counts, and the one failure there is in words. */
const table: readonly (readonly [MisbehaviourName, Counts, RegExp | null])[] = [
  ['closes the connection with each answer', { ...none, completed: planned }, null],
  ['promises more bytes than it sends', allErrored, closedAmid],
  ['cuts a chunked answer off', allErrored, closedAmid],
  ['cuts off within a chunk', allErrored, closedAmid],
  ['cuts the headers off', allErrored, closedBefore],
  ['closes without an answer', allErrored, closedBefore],
  ['fails in bursts', { ...none, completed: 20, errored: 20 }, /^wrong answer: GET answered 503$/],
  ['resets every fourth connection', { ...none, completed: 30, errored: 10 }, resetBefore],
  ['resets in the middle of an answer', allErrored, resetAmid],
  ['never answers', allTimedOut, tooLate],
  ['falls silent in the middle of an answer', allTimedOut, tooLate],
  ['answers too late', allTimedOut, tooLate],
  ['switches protocols unasked', allErrored, /^the server switched protocols, which it was not/],
  ['speaks no HTTP', allErrored, noHttp],
  ['speaks no HTTP and stays', allErrored, noHttp],
];

for (const [name, counts, words] of table) {
  test(`a server that ${name}: the counts add up, and the failure says so`, () =>
    suffer(name, words === tooLate ? shortMs : patientMs, (load) => {
      assert.equal(load.counts, counts);
      const failed = counts.planned - counts.completed;
      assert.equal(
        load.failures.map(({ count }) => count),
        words === null ? [] : [failed],
      );
      if (words !== null) assert.match(String(load.failures[0]?.message), words);
    }));
}

test('an answer that was said twice is never taken for that of another operation', () =>
  suffer('says each answer twice', patientMs, ({ counts, operations }) => {
    assert.equal(counts, { ...none, completed: planned });
    for (const { key, digest } of operations) assert.is(digest, `/${key}`);
  }));

test('where each answer closes the connection, times are those of the request that was answered', () =>
  suffer('closes the connection with each answer', patientMs, (load, { served }) => {
    const extraMs = load.operations.map(({ key, digest, plannedUs, sendLagUs, serviceUs }) => {
      assert.is(digest, `/${key}`);
      const own = served.get(digest);
      if (!own) throw new Error(`${key} was answered, but the server knows nothing of it`);
      const sentUs = load.startedUs + plannedUs + sendLagUs;
      // Microseconds are rounded on both sides.
      assert.ok(sentUs - 2 <= own.receivedUs, `${key} was received before it was sent`);
      return (serviceUs - (own.answeredUs - own.receivedUs)) / 1000;
    });
    // Autocannon, which takes the start of an older request, says 1279 ms of a server of 20 ms.
    const median = extraMs.sort((a, b) => a - b)[planned / 2] ?? Number.NaN;
    assert.ok(median < 250, `service times are ${median} ms above those of the server`);
  }));

test.run();
