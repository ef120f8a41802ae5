import * as fc from 'fast-check';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Retry, RetrySchedule } from '../concerns.ts';

/** Two retries after 1 ms each, with neither deadline nor abort. */
export function schedule(changes: Partial<RetrySchedule> = {}): RetrySchedule {
  return {
    maxRetries: 2,
    delayMs: () => 1,
    deadlineMs: Number.POSITIVE_INFINITY,
    signal: new AbortController().signal,
    ...changes,
  };
}

interface Script {
  readonly call: (attempt: number) => Promise<string>;
  /** The attempts made so far. */
  readonly attempts: number[];
}

/** A call that fails with these errors in turn, and then works. */
export function failing(...errors: readonly Error[]): Script {
  const attempts: number[] = [];
  const call = async (attempt: number): Promise<string> => {
    attempts.push(attempt);
    const error = errors[attempt];
    if (error) throw error;
    return `answer of attempt ${attempt}`;
  };
  return { call, attempts };
}

/** What both implementations of finding 2 must do; the caller runs it. */
export function retrySuite(name: string, retry: Retry): Test {
  const test = suite(name);
  scheduleTests(test, retry);
  limitTests(test, retry);
  return test;
}

const [first, second, third] = [new Error('1st'), new Error('2nd'), new Error('3rd')];

async function errorOf(result: Promise<unknown>): Promise<unknown> {
  return result.catch((error: unknown) => error);
}

function scheduleTests(test: Test, retry: Retry): void {
  test('answers with the first attempt that works', async () => {
    const { call, attempts } = failing(first, second);
    assert.is(await retry(call, schedule()), 'answer of attempt 2');
    assert.equal(attempts, [0, 1, 2]);
  });

  test('asks the schedule after each failure, with the attempt and its error', async () => {
    const asked: unknown[] = [];
    const delayMs = (attempt: number, error: unknown) => {
      asked.push([attempt, error]);
      return 0;
    };
    await retry(failing(first, second).call, schedule({ delayMs }));
    assert.equal(asked, [
      [0, first],
      [1, second],
    ]);
  });

  test('waits as long as the schedule says before the next attempt', async () => {
    const startMs = performance.now();
    await retry(failing(first).call, schedule({ delayMs: () => 30 }));
    // Node's timers may fire up to a millisecond early.
    assert.ok(performance.now() - startMs >= 29);
  });

  test('makes as many attempts as failures and retries allow, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(5), fc.nat(4), async (failures, maxRetries) => {
        const errors = Array.from({ length: failures }, (_, index) => new Error(`${index}`));
        const { call, attempts } = failing(...errors);
        const result = await errorOf(retry(call, schedule({ maxRetries, delayMs: () => 0 })));
        const works = failures <= maxRetries;
        assert.is(result, works ? `answer of attempt ${failures}` : errors[maxRetries]);
        assert.is(attempts.length, Math.min(failures, maxRetries) + 1);
      }),
      { numRuns: 50 },
    );
  });
}

function limitTests(test: Test, retry: Retry): void {
  test('rethrows the last error when no retry is left', async () => {
    const { call, attempts } = failing(first, second, third);
    assert.is(await errorOf(retry(call, schedule())), third);
    assert.is(attempts.length, 3);
  });

  test('rethrows a final error at once', async () => {
    const { call, attempts } = failing(first);
    assert.is(await errorOf(retry(call, schedule({ delayMs: () => null }))), first);
    assert.is(attempts.length, 1);
  });

  test('rethrows at once when the delay would pass the deadline', async () => {
    const { call, attempts } = failing(first);
    const tooLate = schedule({ delayMs: () => 60_000, deadlineMs: performance.now() + 30_000 });
    assert.is(await errorOf(retry(call, tooLate)), first);
    assert.is(attempts.length, 1);
  });

  test('makes no attempt when it was aborted before', async () => {
    const { call, attempts } = failing();
    const signal = AbortSignal.abort(first);
    assert.is(await errorOf(retry(call, schedule({ signal }))), first);
    assert.is(attempts.length, 0);
  });

  test('makes no further attempt when it was aborted during one', async () => {
    const aborter = new AbortController();
    let attempts = 0;
    const call = async (): Promise<never> => {
      attempts++;
      aborter.abort();
      throw first;
    };
    assert.is(await errorOf(retry(call, schedule({ signal: aborter.signal }))), first);
    assert.is(attempts, 1);
  });
}

/** Whether an event that was due during the wait was handled before the next attempt. */
export async function loopGoesOnDuringWait(retry: Retry): Promise<boolean> {
  let turned = false;
  let turnedBeforeNextAttempt = false;
  const call = async (attempt: number): Promise<void> => {
    turnedBeforeNextAttempt = turned;
    if (attempt > 0) return;
    setImmediate(() => {
      turned = true;
    });
    throw new Error('try again');
  };
  await retry(call, schedule({ delayMs: () => 20 }));
  return turnedBeforeNextAttempt;
}
