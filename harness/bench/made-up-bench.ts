/** Benchmarks and rounds for the tests of what judges them. */
import { type Bench, defineBench, type Form } from './bench.ts';
import type { MeasuredCase } from './run-benches.ts';

/** A benchmark of those forms, whose calls do nothing. */
export function madeUpBench(name: string, changes: Partial<Bench<number>> = {}): Bench {
  const nothing: Form = { call: () => null };
  return defineBench<number>({
    name,
    finding: 3,
    title: 'Nothing is done.',
    counted: 'cpu',
    sizes: { small: 1, large: 2 },
    grows: 'the nothing',
    others: { remedy: 'as the audit wrote it' },
    open: () => ({ forms: { baseline: nothing, optimized: nothing, remedy: nothing } }),
    ...changes,
  });
}

const rounds = 12;

/**
 * Twelve rounds of a size. The machine is up to twice as slow in some of them; in every other one
 * the forms differ from `ratios` (to the baseline, whose calls take 1 ms) by 2 % one way or the other.
 */
export function madeUpCase(
  bench: Bench,
  size: string,
  ratios: Readonly<Record<string, number>>,
): MeasuredCase {
  const machine = Array.from({ length: rounds }, (_, round) => 1 + (round % 5) / 4);
  const forms = Object.entries({ baseline: 1, ...ratios }).map(([form, ratio]) => ({
    form,
    msPerCall: machine.map((factor, round) => {
      const noise = form === 'baseline' ? 1 : round % 2 === 0 ? 1.02 : 1 / 1.02;
      return ratio * factor * noise;
    }),
    calls: 1000,
  }));
  return { bench, size, forms };
}
