/** The server of the benchmarks of load (target-server.ts), as they start and ask it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pinnedCommand } from '../../harness/launch/cores.ts';

/** Answers are held from `afterMs` after the first arrival on, for `ms`. */
export interface Hold {
  readonly afterMs: number;
  readonly ms: number;
}

/** Of requests and messages since `begin`. Moments in ms after the first arrival. */
export interface Arrivals {
  readonly count: number;
  readonly lastMs: number;
  /** Share of them in the first 50 ms of each second: 0.05 when they are even. */
  readonly inFirst50Ms: number;
  readonly held: { readonly fromMs: number; readonly untilMs: number } | null;
}

export interface Target {
  readonly url: string;
  begin(hold: Hold | null): Promise<void>;
  end(): Promise<Arrivals>;
  stop(): void;
}

export type TargetCommand =
  | { readonly kind: 'begin'; readonly hold: Hold | null }
  | { readonly kind: 'end' };

const file = fileURLToPath(new URL('./target-server.js', import.meta.url));

export async function startTarget(cores: readonly number[] | null): Promise<Target> {
  const [execPath = process.execPath, ...execArgv] = pinnedCommand([process.execPath], cores);
  const child = fork(file, [], { execPath, execArgv });
  const port = await answerOf<number>(child);
  const ask = <T>(command: TargetCommand): Promise<T> => {
    child.send(command);
    return answerOf<T>(child);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    begin: (hold) => ask({ kind: 'begin', hold }),
    end: () => ask({ kind: 'end' }),
    stop: () => child.disconnect(),
  };
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const [answer] = (await once(child, 'message')) as [T];
  return answer;
}
