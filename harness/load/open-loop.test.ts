import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Answer } from '../config/scenario.ts';
import type { Counts } from '../record/arm-result.ts';
import { type Attempt, runOpenLoop } from './open-loop.ts';
import { countOutcomes, type OperationEnd, OperationLog, recordsOf } from './operation-columns.ts';

const test = suite('open loop');

type Behaviour = 'answers' | 'is wrong' | 'rejects' | 'hangs';

interface Play {
  readonly behaviours: readonly Behaviour[];
  readonly gapMs: number;
  readonly answerMs: number;
  readonly maxInFlight: number;
  readonly drainMs: number;
  readonly timeoutMs?: number;
  readonly abortAfterMs?: number | undefined;
}

const usualTimeoutMs = 12;

/** Plays operations that behave as told, without a server, and checks what must always hold. */
async function play(options: Play): Promise<{ counts: Counts; ends: Map<number, OperationEnd> }> {
  const { behaviours, gapMs, answerMs, maxInFlight, drainMs, abortAfterMs } = options;
  const { timeoutMs = usualTimeoutMs } = options;
  const plan = behaviours.map((_, index) => ({ key: `${index}`, atMs: index * gapMs }));
  const log = new OperationLog(plan);
  const ends = new Map<number, OperationEnd>();
  const signal = abortAfterMs === undefined ? undefined : AbortSignal.timeout(abortAfterMs);
  let open = 0;
  const attempt = ({ key }: { key: string }): Attempt => {
    open += 1;
    assert.ok(open <= maxInFlight, 'more in flight than allowed');
    const answer = behave(behaviours[Number(key)] ?? 'hangs', answerMs);
    return { answer, end: () => (open -= 1) };
  };
  const record = (index: number, end: OperationEnd): void => {
    assert.not(ends.has(index), `operation ${index} ended twice`);
    ends.set(index, end);
    log.record(index, end);
  };
  const startedMs = performance.now();
  const loop = {
    operationAt: log.operationAt,
    timeoutMs,
    drainMs,
    maxInFlight,
    startedMs,
    attempt,
    record,
    signal,
  };
  const played = await runOpenLoop(loop);
  assert.is(ends.size, played, 'every operation whose moment came has ended');
  assert.is(open, 0, 'every attempt was closed once');
  return { counts: countOutcomes(log.columns(played)), ends };
}

async function behave(behaviour: Behaviour, answerMs: number): Promise<Answer> {
  if (behaviour === 'hangs') return new Promise(() => undefined);
  await sleep(answerMs);
  if (behaviour === 'rejects') throw new Error('refused');
  return behaviour === 'answers' ? { digest: 'ok' } : { digest: '', wrong: 'not what was asked' };
}

const sumOf = ({ completed, errored, timedOut, dropped, unfinished }: Counts): number =>
  completed + errored + timedOut + dropped + unfinished;

test('counts add up, whatever operations do and whenever the arm is ended', async () => {
  const behaviour = fc.constantFrom<Behaviour>('answers', 'is wrong', 'rejects', 'hangs');
  const plays = fc.record({
    behaviours: fc.array(behaviour, { maxLength: 25 }),
    gapMs: fc.constantFrom(0, 0.4, 2),
    answerMs: fc.constantFrom(0, 3, 20),
    maxInFlight: fc.integer({ min: 1, max: 30 }),
    drainMs: fc.constantFrom(1, 12),
    abortAfterMs: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  });
  const holds = fc.asyncProperty(plays, async (options) => {
    const { counts } = await play(options);
    assert.is(sumOf(counts), counts.planned);
    const sent = counts.planned - counts.dropped;
    const hanging = options.behaviours.filter((one) => one === 'hangs').length;
    assert.ok(counts.completed <= options.behaviours.length - hanging);
    assert.ok(sent >= Math.min(counts.planned, 1));
    if (options.abortAfterMs === undefined) assert.is(counts.planned, options.behaviours.length);
  });
  await fc.assert(holds, { numRuns: 40 });
});

test('each way to end has its count', async () => {
  const calm = { gapMs: 0, answerMs: 1, maxInFlight: 10, drainMs: 1000 };
  const behaviours: Behaviour[] = ['answers', 'answers', 'is wrong', 'rejects', 'hangs'];
  const { counts } = await play({ ...calm, behaviours });
  const expected = { planned: 5, completed: 2, errored: 2, timedOut: 1, dropped: 0, unfinished: 0 };
  assert.equal(counts, expected);
});

test('a time-out is recorded at the time that had passed', async () => {
  const calm = { gapMs: 1, answerMs: 1, maxInFlight: 10, drainMs: 1000 };
  const { ends } = await play({ ...calm, behaviours: ['hangs', 'hangs'] });
  for (const { outcome, sentMs, endedMs } of ends.values()) {
    assert.is(outcome, 'timedOut');
    assert.ok(endedMs - sentMs >= usualTimeoutMs);
  }
});

test('operations beyond the limit in flight are dropped at their moment', async () => {
  const limited = { gapMs: 0, answerMs: 1, maxInFlight: 2, drainMs: 1000 };
  const { counts, ends } = await play({ ...limited, behaviours: new Array(6).fill('answers') });
  assert.is(counts.dropped, 4);
  assert.is(counts.completed, 2);
  assert.is(ends.get(5)?.endedMs, ends.get(5)?.sentMs);
});

test('what has not answered when the drain ends is unfinished', async () => {
  const impatient = { gapMs: 0, answerMs: 1, maxInFlight: 10, drainMs: 1, timeoutMs: 10_000 };
  const { counts } = await play({ ...impatient, behaviours: ['hangs', 'hangs', 'hangs'] });
  assert.is(counts.unfinished, 3);
});

test('ending the arm leaves out what was not yet due', async () => {
  const long = { gapMs: 10_000, answerMs: 1, maxInFlight: 10, drainMs: 1000 };
  const { counts } = await play({ ...long, behaviours: ['hangs', 'answers'], abortAfterMs: 5 });
  assert.is(counts.planned, 1);
  assert.is(counts.unfinished, 1);
});

test('an empty plan ends at once', async () => {
  const calm = { gapMs: 1, answerMs: 1, maxInFlight: 1, drainMs: 1000 };
  const { counts } = await play({ ...calm, behaviours: [] });
  assert.is(counts.planned, 0);
});

test('after a stall of the generator all that is due is sent, and counted from the plan', async () => {
  const plan = Array.from({ length: 20 }, (_, index) => ({ key: `${index}`, atMs: index * 2 }));
  const log = new OperationLog(plan);
  let sent = 0;
  const attempt = (): Attempt => {
    sent += 1;
    const until = performance.now() + 60;
    while (sent === 1 && performance.now() < until);
    return { answer: Promise.resolve({ digest: '' }), end: () => undefined };
  };
  const record = (index: number, end: OperationEnd): void => log.record(index, end);
  const startedMs = performance.now();
  const limits = { timeoutMs: 1000, drainMs: 1000, maxInFlight: 100 };
  await runOpenLoop({ operationAt: log.operationAt, startedMs, attempt, record, ...limits });
  const operations = recordsOf(log.columns(plan.length));
  assert.is(sent, 20);
  for (const { plannedUs, sendLagUs, responseUs } of operations.slice(1)) {
    // The first attempt held the generator until 60 ms: the rest was late by what was left of it.
    assert.ok(plannedUs + sendLagUs >= 60_000);
    assert.ok(responseUs >= sendLagUs);
  }
});

test.run();
