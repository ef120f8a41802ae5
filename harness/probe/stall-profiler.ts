/**
 * For the diagnosis pass: a CPU profile of the process, written in short stretches. One ends with
 * every stall, so that the lines a stretch counts are nearly all the stall's own; V8 counts lines
 * for a stretch as a whole only.
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { console as inspectorConsole, Session } from 'node:inspector';
import type { CpuProfile } from './cpu-profile.ts';
import { monotonicUs } from './monotonic-clock.ts';

/** A time that the event loop did not come round, between two ticks of the probe. */
export interface StallTimes {
  /** On the monotonic clock, in microseconds. */
  readonly startUs: number;
  readonly endUs: number;
  /** Of the main thread meanwhile; null where the system does not tell. */
  readonly cpuMs: number | null;
  /** How long the thread was ready to run and had no core; null where the system does not tell. */
  readonly queuedMs: number | null;
}

/** A line of the profile's file. */
export interface ProfileStretch {
  /** The stall that this stretch ends with; null when it was only time for a new one. */
  readonly stall: StallTimes | null;
  readonly profile: CpuProfile;
}

const tickMs = 10;
const sampleEveryUs = 1000;
const stretchMs = 250;
/** The loop did not come round for longer than this. */
export const stalledOverMs = 25;

/** Goes on until the process ends. The time it takes itself is no stall. */
export function startStallProfiler(file: string): void {
  const profiler = new Profiler();
  const readSchedule = scheduleReader();
  const fd = openSync(file, 'ax');
  let last = { us: monotonicUs(), ...readSchedule() };
  let startedUs = last.us;
  const timer = setInterval(() => {
    const now = { us: monotonicUs(), ...readSchedule() };
    const isStalled = now.us - last.us > stalledOverMs * 1000;
    if (isStalled || now.us - startedUs > stretchMs * 1000) {
      const stall = isStalled ? stallBetween(last, now) : null;
      if (!write(fd, { stall, profile: profiler.take() })) clearInterval(timer);
      startedUs = monotonicUs();
      last = { us: startedUs, ...readSchedule() };
      return;
    }
    last = now;
  }, tickMs).unref();
}

function write(fd: number, stretch: ProfileStretch): boolean {
  try {
    writeSync(fd, `${JSON.stringify(stretch)}\n`);
    return true;
  } catch {
    return false;
  }
}

/** V8's profiler, sample after sample, a stretch at a time. */
class Profiler {
  readonly #session = new Session();

  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.setSamplingInterval', { interval: sampleEveryUs });
    // One profile that never ends: without it each stretch would start the profiler anew, which takes
    // 20 ms and more (all compiled functions are listed), with it a tenth of a millisecond.
    inspectorConsole.profile('tandem');
    this.#post('Profiler.start');
  }

  take(): CpuProfile {
    const { profile } = this.#post('Profiler.stop') as { readonly profile: CpuProfile };
    this.#post('Profiler.start');
    return profile;
  }

  /** Within a process the session answers before `post` returns. */
  #post(method: string, parameters: object = {}): unknown {
    let answer: unknown;
    this.#session.post(method, parameters, (error, result) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  }
}

interface Schedule {
  readonly ranMs: number | null;
  readonly queuedMs: number | null;
}

type Tick = Schedule & { readonly us: number };

function stallBetween(last: Tick, now: Tick): StallTimes {
  const passed = (key: keyof Schedule): number | null =>
    last[key] === null || now[key] === null ? null : now[key] - last[key];
  return {
    startUs: Math.round(last.us),
    endUs: Math.round(now.us),
    cpuMs: passed('ranMs'),
    queuedMs: passed('queuedMs'),
  };
}

/**
 * The first two numbers of Linux' schedstat, in nanoseconds: how long the main thread ran and how
 * long it waited for a core (kernel documentation, scheduler/sched-stats).
 */
function scheduleReader(): () => Schedule {
  const unknown = { ranMs: null, queuedMs: null };
  const file = `/proc/self/task/${process.pid}/schedstat`;
  const bytes = Buffer.alloc(100);
  const read = (fd: number): Schedule => {
    const length = readSync(fd, bytes, 0, bytes.length, 0);
    const [ran, queued] = bytes.toString('latin1', 0, length).split(' ').map(Number);
    return ran === undefined || queued === undefined
      ? unknown
      : { ranMs: ran / 1e6, queuedMs: queued / 1e6 };
  };
  try {
    const fd = openSync(file, 'r');
    try {
      read(fd);
      return () => read(fd);
    } catch {
      closeSync(fd);
      return () => unknown;
    }
  } catch {
    return () => unknown;
  }
}
