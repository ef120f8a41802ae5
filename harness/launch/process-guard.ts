import { spawn } from 'node:child_process';
import { Socket } from 'node:net';

/**
 * A shell that waits at the other end of a pipe. When this process ends, by whatever means
 * (kill -9 included), the kernel closes the pipe and the shell ends what it was told to watch.
 */
export interface Guard {
  /** Names the process group to end, in place of the one named before; null for none. */
  watch(group: number | null): void;
  /** Nothing is left to guard. */
  release(): void;
}

/**
 * $1 is the first signal, $2 the folder to remove (or nothing); each line of input names a group.
 * A group whose leader has ended may still be there as a zombie, for as long as its new parent likes.
 */
const script = `
group=
while read -r line; do
  [ "$line" = done ] && exit 0
  group=$line
done
if [ -n "$group" ]; then
  kill -s "$1" -- "-$group"
  tries=0
  while kill -s 0 -- "-$group" && [ "$tries" -lt 50 ]; do
    case $(cat "/proc/$group/stat") in *") Z "*) break ;; esac
    sleep 0.1
    tries=$((tries + 1))
  done
  kill -s KILL -- "-$group"
fi 2>/dev/null
[ -z "$2" ] || rm -rf -- "$2"
`;

/**
 * Starts a guard in a session of its own, so that Ctrl-C does not reach it. It keeps no event loop
 * alive. Where there is no `sh`, it guards nothing.
 */
export function startGuard(signal: 'QUIT' | 'KILL', folder: string | null): Guard {
  const child = spawn('sh', ['-c', script, 'tandem-guard', signal, folder ?? ''], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ignore = (): void => undefined;
  child.on('error', ignore);
  child.stdin.on('error', ignore);
  child.unref();
  if (child.stdin instanceof Socket) child.stdin.unref();
  return {
    watch: (group) => {
      child.stdin.write(`${group ?? ''}\n`);
    },
    release: () => {
      child.stdin.end('done\n');
    },
  };
}
