/**
 * Does the memory of the load generator grow with the length of a run? Drives levels of ten thousand
 * to ten million operations that are answered at once, without a network, each in a process of its
 * own, and prints that process's resident memory. 50,000 operations a second are planned.
 *
 *   node dist/scripts/bench-memory.js [most = 10000000]
 *
 * The generator's process loads its scenario from this file, too.
 */
import { fileURLToPath } from 'node:url';
import { defineScenario } from '../harness/config/scenario.ts';
import { startGenerator } from '../harness/load/generator/generator-process.ts';
import type { PackedLevel } from '../harness/load/level.ts';
import { evenRequests } from './load-peers/even-requests.ts';
import { type ResidentMemory, residentMemory } from './resident-memory.ts';

const ratePerSecond = 50_000;
/** The plan is a second long and comes again and again, each time with other keys. */
const armMs = 1000;

export const answered = defineScenario({
  ...evenRequests('bench-memory', ratePerSecond, armMs),
  drive: async (operation, io) => {
    io.moment('firstByte');
    return { digest: operation.key };
  },
});

if (process.argv[1] === fileURLToPath(import.meta.url)) await bench(Number(process.argv[2] ?? 1e7));

async function bench(most: number): Promise<void> {
  console.log('| operations | completed | a second | memory at the end | at most | to the first |');
  console.log('| ---: | ---: | ---: | ---: | ---: | ---: |');
  let firstMiB: number | undefined;
  for (let operations = 1e4; operations <= most; operations *= 10) {
    const { level, memory } = await measure(operations);
    firstMiB ??= memory?.peakMiB;
    console.log(row(operations, level, memory, firstMiB));
    for (const { message, count } of level.failures) console.log(`${count} failed: ${message}`);
  }
}

interface Measured {
  readonly level: PackedLevel;
  readonly memory: ResidentMemory | null;
}

async function measure(operations: number): Promise<Measured> {
  const source = { kind: 'module', url: import.meta.url, name: answered.name } as const;
  const generator = await startGenerator({ source, cores: null });
  try {
    const level = await generator.level({
      target: { url: 'http://127.0.0.1', databaseUrl: null },
      ratePerSecond,
      durationMs: (operations / ratePerSecond) * 1000,
      seed: 'bench',
      label: 'A1',
    });
    return { level, memory: residentMemory(generator.pid) };
  } finally {
    await generator.stop();
  }
}

/** A rate below the planned one says that the generator or the machine did not keep up. */
function row(
  operations: number,
  { counts, startedUs, endedUs }: PackedLevel,
  memory: ResidentMemory | null,
  firstMiB: number | undefined,
): string {
  const reached = Math.round(counts.completed / ((endedUs - startedUs) / 1e6));
  const figures = [operations, counts.completed, reached].map((figure) =>
    figure.toLocaleString('en'),
  );
  const memories =
    memory && firstMiB
      ? [mib(memory.nowMiB), mib(memory.peakMiB), (memory.peakMiB / firstMiB).toFixed(2)]
      : ['unknown (not Linux)', 'unknown', 'unknown'];
  return `| ${[...figures, ...memories].join(' | ')} |`;
}

function mib(value: number): string {
  return `${value.toFixed(0)} MiB`;
}
