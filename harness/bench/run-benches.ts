import { seededRandom } from '../load/random.ts';
import type { Bench } from './bench.ts';
import { checkAnswers } from './check-answers.ts';
import { type Effort, type TimedForm, timeCase } from './time-case.ts';

/** One size of one benchmark, measured. */
export interface MeasuredCase {
  readonly bench: Bench;
  readonly size: string;
  readonly forms: readonly TimedForm[];
}

export interface BenchRig {
  /** A new empty database of that name; its URL. */
  readonly openDatabase: (name: string) => Promise<string>;
  readonly signal: AbortSignal;
}

/** Measures size by size. A size that was interrupted is left out. Throws when forms disagree. */
export async function* runBenches(
  benches: readonly Bench[],
  effort: Effort,
  rig: BenchRig,
): AsyncGenerator<MeasuredCase> {
  for (const bench of benches) {
    for (const size of Object.keys(bench.sizes)) {
      if (rig.signal.aborted) return;
      const forms = await measureSize(bench, size, effort, rig);
      if (!rig.signal.aborted) yield { bench, size, forms };
    }
  }
}

async function measureSize(
  bench: Bench,
  size: string,
  effort: Effort,
  { openDatabase, signal }: BenchRig,
): Promise<readonly TimedForm[]> {
  const databaseUrl = bench.database ? await openDatabase(`bench_${bench.name}`) : '';
  const opened = await bench.open(bench.sizes[size], { databaseUrl });
  try {
    await checkAnswers(bench, size, opened);
    const coin = seededRandom(JSON.stringify(['bench', bench.name, size]));
    return await timeCase(bench, opened, effort, coin, signal);
  } finally {
    await opened.close?.();
  }
}
