/**
 * Delays that are exact to a tenth of a millisecond, as an answer from elsewhere takes them:
 * setTimeout knows whole ones only, so that 4.2 ms would be 4. A thread sleeps until each is due.
 */
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

/** Delays under way at once. */
const places = 1024;

interface Board {
  /** How many delays were asked for. */
  readonly asked: Int32Array;
  /** When each is due, on the monotonic clock in ms, in its place. */
  readonly dueMs: Float64Array;
}

const newBoard = (): Board => ({
  asked: new Int32Array(new SharedArrayBuffer(4)),
  dueMs: new Float64Array(new SharedArrayBuffer(8 * places)),
});

/** A function that resolves after `ms`; those asked for earlier must not be due later. */
export function exactDelay(): (ms: number) => Promise<void> {
  const board = newBoard();
  const worker = new Worker(fileURLToPath(import.meta.url), { workerData: board });
  const waiting: (() => void)[] = [];
  worker.on('message', () => waiting.shift()?.());
  worker.unref();
  let asked = 0;
  return (ms) =>
    new Promise((resolve) => {
      waiting.push(resolve);
      board.dueMs[asked % places] = nowMs() + ms;
      asked += 1;
      Atomics.store(board.asked, 0, asked);
      Atomics.notify(board.asked, 0);
    });
}

/** The same in all threads. */
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

function sleepUntilDue({ asked, dueMs }: Board): never {
  const never = new Int32Array(new SharedArrayBuffer(4));
  for (let done = 0; ; done += 1) {
    Atomics.wait(asked, 0, done);
    Atomics.wait(never, 0, 0, Math.max(0, (dueMs[done % places] ?? 0) - nowMs()));
    parentPort?.postMessage(done);
  }
}

if (!isMainThread) sleepUntilDue(workerData as Board);
