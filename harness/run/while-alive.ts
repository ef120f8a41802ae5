/** Nothing is waited for that will never come. */
import { notFitError, sideDiedError, type TandemError } from '../error.ts';
import type { ServerProcess } from '../launch/server-process.ts';
import type { Generator } from '../load/generator/generator-process.ts';
import type { LaunchedSides } from './launched-pair.ts';

/** Rejects as soon as a side ends by itself while `work` is going on. */
export async function whileAlive<T>(launched: LaunchedSides, work: Promise<T>): Promise<T> {
  const sides = Object.entries(launched.sides);
  const deaths = [
    ...sides.map(([side, { server }]) => {
      const name = sides.length === 1 ? server.name : `the ${side} (${server.name})`;
      return deathOf(server, name, sideDiedError);
    }),
    ...launched.services.map(({ server }) => deathOf(server, `the ${server.name}`, notFitError)),
  ];
  work.catch(() => undefined);
  try {
    return await Promise.race([work, ...deaths]);
  } finally {
    for (const death of deaths) death.catch(() => undefined);
  }
}

/** An interruption ends the load at once, and with it what waits for the load. */
export async function whileWanted<T>(
  signal: AbortSignal,
  generator: Generator,
  work: () => Promise<T>,
): Promise<T> {
  const abort = () => generator.abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function deathOf(
  server: ServerProcess,
  name: string,
  error: (message: string) => TandemError,
): Promise<never> {
  const { code, signal } = await server.exit;
  const how = signal ? `by ${signal}` : `with exit code ${code}`;
  throw error(`${name} ended ${how} after it was ready. Its last words:\n${server.stderrTail()}`);
}
