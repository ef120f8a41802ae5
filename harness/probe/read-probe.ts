import { open, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerReadings } from '../record/arm-result.ts';
import type { ProbeHeader, ProbeLine } from './probe-line.ts';
import type { RecordedProcess } from './recorded-process.ts';
import { windowReadings } from './window-readings.ts';

const pollEveryMs = 10;
const polls = 120;

export interface ProbeReader {
  /**
   * What the probe saw between two moments on the monotonic clock, in microseconds. Waits up to
   * about a second for the line that closes the window; asked for before the next load begins, the
   * next window starts from that line. Null when no process was there at the start.
   */
  window(startUs: number, endUs: number): Promise<ServerReadings | null>;
  /** Have all connections, as far as was read, been taken by other processes than the first? */
  servedByOthers(): boolean;
  /** The first process' lines since the last call. They are not kept, so that no window has them. */
  take(): Promise<readonly ProbeLine[]>;
}

/** Reads what a measured server and its children write, while they write it or after their end. */
export function openProbe(file: string): ProbeReader {
  const first = new Recording(file);
  const recordings = new Map([[file, first]]);
  return {
    async window(startUs, endUs) {
      // By the end of the first, all children that can have a part in the window have begun.
      await first.readUntil(endUs);
      for (const path of await childFiles(file)) {
        if (!recordings.has(path)) recordings.set(path, new Recording(path));
      }
      const all = [...recordings.values()];
      await Promise.all(all.map((recording) => recording.readUntil(endUs)));
      return windowReadings(all, startUs, endUs);
    },
    servedByOthers() {
      const taken = ({ lines }: Recording): number => lines.at(-1)?.accepted ?? 0;
      return taken(first) === 0 && [...recordings.values()].some((other) => taken(other) > 0);
    },
    take: () => first.take(),
  };
}

async function childFiles(file: string): Promise<readonly string[]> {
  const names = await readdir(dirname(file)).catch(() => []);
  const isChild = (name: string): boolean => /^\.\d+$/.test(name.slice(basename(file).length));
  return names
    .filter((name) => name.startsWith(basename(file)) && isChild(name))
    .map((name) => join(dirname(file), name));
}

/** A growing file, read once from its start to its end. */
class Recording implements RecordedProcess {
  readonly lines: ProbeLine[] = [];
  pid = 0;
  parent: number | null = null;
  gone = false;
  #begun = false;
  #offset = 0;
  #unfinished = '';
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async readUntil(endUs: number): Promise<void> {
    for (let poll = 0; poll < polls && !this.gone; poll += 1) {
      // Asked before reading: of a process that is gone by now, all it wrote is there to be read.
      const alive = !this.#begun || isAlive(this.pid);
      await this.#readOn();
      this.gone = !alive;
      if (!this.#begun || (this.lines.at(-1)?.atUs ?? 0) >= endUs) return;
      if (alive) await sleep(pollEveryMs);
    }
  }

  async take(): Promise<ProbeLine[]> {
    await this.#readOn();
    return this.lines.splice(0);
  }

  /** A line that is cut off waits for its rest, which never comes if the process was killed. */
  async #readOn(): Promise<void> {
    const [header, ...rest] = await this.#nextLines();
    if (header === undefined) return;
    if (this.#begun) rest.unshift(header);
    else this.#begin(JSON.parse(header) as ProbeHeader);
    for (const line of rest) this.lines.push(JSON.parse(line) as ProbeLine);
  }

  #begin({ pid, parent }: ProbeHeader): void {
    this.pid = pid;
    this.parent = parent;
    this.#begun = true;
  }

  async #nextLines(): Promise<string[]> {
    const handle = await open(this.#file).catch(() => null);
    if (!handle) return [];
    try {
      const bytes = Buffer.alloc((await handle.stat()).size - this.#offset);
      const { bytesRead } = await handle.read(bytes, 0, bytes.length, this.#offset);
      this.#offset += bytesRead;
      const texts = (this.#unfinished + bytes.toString('latin1', 0, bytesRead)).split('\n');
      this.#unfinished = texts.pop() ?? '';
      return texts;
    } finally {
      await handle.close();
    }
  }
}

/** Signal 0 only asks. A process of another user (EPERM) is alive too. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
