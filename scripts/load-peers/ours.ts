/** The load generator of this repository, as the benchmarks of load start it. */
import { type ArmIo, defineScenario } from '../../harness/config/scenario.ts';
import { Audience, type Message } from '../../harness/load/audience/audience.ts';
import { startGenerator } from '../../harness/load/generator/generator-process.ts';
import { Histogram } from '../../harness/load/histogram.ts';
import type { LevelRequest, PackedLevel } from '../../harness/load/level.ts';
import { evenRequests } from './even-requests.ts';
import type { Load, Made } from './peer.ts';

/** Which a level stretches to its rate. */
const even = (name: string) => evenRequests(name, 1000, 1000);

export const request = defineScenario(even('request'));

const seatCount = 20;
const senderCount = 5;
const padding = '.'.repeat(32);

interface Talk {
  readonly audience: Audience;
  /** Messages sent so far. */
  sent: number;
  say(sender: number, text: string): void;
  close(): Promise<void>;
}

const textOf = ({ sender, seq, dueMs }: Message): string => `${sender} ${seq} ${dueMs} ${padding}`;

function read(text: string): Message {
  const [sender, seq, dueMs] = text.split(' ', 3).map(Number);
  return { sender: sender ?? 0, seq: seq ?? 0, dueMs: dueMs ?? 0 };
}

const audienceAt = (io: ArmIo, path: string): Promise<Audience> =>
  Audience.open(io, { seats: Array.from({ length: seatCount }, () => ({ path })), read });

/** 20 sockets in turn send a message that comes back to them. */
export const echo = defineScenario<Talk>({
  ...even('echo'),
  share: async (io) => {
    const audience = await audienceAt(io, '/echo');
    const say = (sender: number, text: string): void => audience.send(sender, text);
    return { audience, sent: 0, say, close: () => audience.close() };
  },
  drive: (_operation, io, talk) => speak(talk, seatCount, io.plannedMs, (sender) => sender),
});

/** Five senders in turn send a message that goes to 20 subscribers. */
export const fanOut = defineScenario<Talk>({
  ...even('fan-out'),
  share: async (io) => {
    const audience = await audienceAt(io, '/all');
    const senders = await Promise.all(Array.from({ length: senderCount }, () => io.ws('/say')));
    const say = (sender: number, text: string): void => senders[sender]?.send(text);
    return { audience, sent: 0, say, close: () => audience.close() };
  },
  drive: (_operation, io, talk) => speak(talk, senderCount, io.plannedMs, () => undefined),
});

/** The next sender's next message; resolves when it has reached the seat, or all seats. */
async function speak(
  talk: Talk,
  senders: number,
  dueMs: number,
  seatOf: (sender: number) => number | undefined,
): Promise<{ digest: string }> {
  const sender = talk.sent % senders;
  const seq = 1 + Math.floor(talk.sent++ / senders);
  const arrived = talk.audience.expect(sender, seq, seatOf(sender));
  talk.say(sender, textOf({ sender, seq, dueMs }));
  await arrived;
  return { digest: '' };
}

export type OursName = 'request' | 'echo' | 'fan-out';

/** Twice, as before short arms: V8 binds its first code to what is made anew for each arm. */
const warmUpsMs = [1500, 1500];

/**
 * A level of ours at this rate, after a warm-up of the generator such as every comparison begins
 * with; `begin` is called between the two.
 */
export async function driveOurs(
  name: OursName,
  { url, seconds, cores, ...limits }: Load & Pick<LevelRequest, 'ratePerSecond' | 'maxInFlight'>,
  begin: () => Promise<void>,
): Promise<PackedLevel> {
  const source = { kind: 'module', url: import.meta.url, name } as const;
  const generator = await startGenerator({ source, cores });
  try {
    const target = { url, databaseUrl: null };
    const level = { target, seed: 'bench', label: 'A1', ...limits };
    for (const durationMs of warmUpsMs) await generator.level({ ...level, durationMs });
    await begin();
    return await generator.level({ ...level, durationMs: 1000 * seconds });
  } finally {
    await generator.stop();
  }
}

export const percentileMs = ({ histograms }: PackedLevel, name: string, p: number): number =>
  Histogram.fromCompressedBase64(histograms[name] ?? '').percentileUs(p) / 1000;

export const madeBy = (level: PackedLevel): Made => ({
  p50Ms: percentileMs(level, 'response', 0.5),
  p95Ms: percentileMs(level, 'response', 0.95),
  p99Ms: percentileMs(level, 'response', 0.99),
  cpuMs: level.generator.cpuMs,
});
