/** Other work on the machine, as neighbours do it: busy for a while, idle for a while, on each core. */
import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

const bursts = `setInterval(() => {
  const until = Date.now() + 50 + Math.random() * 150;
  while (Date.now() < until);
}, 600);
process.on('disconnect', () => process.exit());`;

/** One a core; gives what ends them. They end with this process, too. */
export function startHogs(): () => void {
  const hogs = Array.from(
    { length: availableParallelism() },
    (): ChildProcess =>
      spawn(process.execPath, ['-e', bursts], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
  );
  return () => {
    for (const hog of hogs) hog.kill();
  };
}
