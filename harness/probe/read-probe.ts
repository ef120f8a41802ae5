import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerReadings } from '../record/arm-result.ts';
import type { ProbeHeader, ProbeLine } from './probe-line.ts';
import { windowReadings } from './window-readings.ts';

const pollEveryMs = 10;
const polls = 120;

export interface ProbeReader {
  /**
   * What the probe saw between two moments on the monotonic clock, in microseconds. Waits up to
   * about a second for the line that closes the window; asked for before the next load begins, the
   * next window starts from that line. Null when the process was not there at the start.
   */
  window(startUs: number, endUs: number): Promise<ServerReadings | null>;
}

/** Reads the file that a measured process writes, while it writes it or after its end. */
export function openProbe(file: string): ProbeReader {
  const recording = new Recording(file);
  return {
    async window(startUs, endUs) {
      await recording.readUntil(endUs);
      return windowReadings(recording.lines, startUs, endUs);
    },
  };
}

/** A growing file, read once from its start to its end. */
class Recording {
  readonly lines: ProbeLine[] = [];
  #pid: number | null = null;
  #offset = 0;
  #unfinished = '';
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async readUntil(endUs: number): Promise<void> {
    await this.#readOn();
    for (let poll = 0; poll < polls && (this.lines.at(-1)?.atUs ?? 0) < endUs; poll += 1) {
      // Asked before reading: of a process that is gone by now, all it wrote is there to be read.
      const gone = this.#pid === null || !isAlive(this.#pid);
      if (!gone) await sleep(pollEveryMs);
      await this.#readOn();
      if (gone) return;
    }
  }

  /** A line that is cut off waits for its rest, which never comes if the process was killed. */
  async #readOn(): Promise<void> {
    const [header, ...rest] = await this.#nextLines();
    if (header === undefined) return;
    if (this.#pid === null) this.#pid = (JSON.parse(header) as ProbeHeader).pid;
    else rest.unshift(header);
    for (const line of rest) this.lines.push(JSON.parse(line) as ProbeLine);
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
