/** For the tests: what a child process says first. */
import type { ChildProcess } from 'node:child_process';
import { type EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** The first piece of its output. Throws where it ends and has said nothing. */
export async function wordsFrom(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('its output is not a pipe');
  return String(await heard(child, child.stdout, 'data'));
}

/** The first message that it sends. Throws where it ends and has sent none. */
export const messageFrom = (child: ChildProcess): Promise<unknown> =>
  heard(child, child, 'message');

async function heard(child: ChildProcess, from: EventEmitter, event: string): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  const silent = once(child, 'exit', { signal }).then(async ([code, by]) => {
    // What it said last may come after the news of its end.
    await sleep(1000, null, { signal });
    throw new Error(`the child ended (${code ?? by}) and said nothing`);
  });
  try {
    const [first] = await Promise.race([once(from, event, { signal }), silent]);
    return first;
  } finally {
    over.abort();
  }
}
