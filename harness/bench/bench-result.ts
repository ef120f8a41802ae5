/** What micro-benchmarks gave: `tandem bench --json`. Times are in ms, of what is counted. */
import type { Environment, Verdict } from '../record/run.ts';
import type { Counted, twins } from './bench.ts';
import type { Effort } from './time-case.ts';

export const benchSchemaName = 'tandem/bench@1';

export interface BenchResult extends BenchHeader {
  readonly benches: readonly JudgedBench[];
  readonly limits: readonly JudgedLimit[];
  /** The factor by which the same form typically differs from one round to the next. */
  readonly noise: number | null;
  readonly warnings: readonly string[];
}

export interface BenchHeader {
  readonly schema: typeof benchSchemaName;
  readonly command: string;
  readonly environment: Environment;
  readonly effort: Effort;
  /** What calling a function that does nothing takes. */
  readonly emptyCallMs: number;
}

export interface JudgedBench {
  readonly name: string;
  readonly finding: number | null;
  readonly title: string;
  readonly counted: Counted;
  readonly grows: string;
  /** Forms beside the twins, in words. */
  readonly others: Readonly<Record<string, string>>;
  /** In ascending order. */
  readonly sizes: readonly JudgedSize[];
  /** Of every form but the baseline; of those beside the twins, to the optimized one too. */
  readonly courses: readonly Course[];
}

export interface JudgedSize {
  readonly size: string;
  /** The baseline first. */
  readonly forms: readonly JudgedForm[];
}

export interface JudgedForm {
  readonly form: string;
  /** Mean of the rounds, with Student's interval. */
  readonly msPerCall: Figure;
  readonly rounds: number;
  readonly calls: number;
  /** Null for the baseline itself. */
  readonly toBaseline: FormComparison | null;
  /** Of a form beside the twins, else null. */
  readonly toOptimized: FormComparison | null;
}

export interface Figure {
  readonly value: number;
  readonly lo: number;
  readonly hi: number;
}

/** A form's ratio to another; null with too few rounds, or where a round took nothing at all. */
export interface FormComparison {
  readonly ratio: (Figure & { readonly confidence: number }) | null;
  readonly verdict: Verdict;
}

/** How a form compares with another from the smallest size to the largest. */
export interface Course {
  readonly form: string;
  readonly to: (typeof twins)[number];
  readonly crossings: readonly Crossing[];
  /** `slower at 1KB, faster from 4KB on`. */
  readonly words: string;
}

/** Between these neighbouring sizes, or those with a verdict, the form changes sides. */
export interface Crossing {
  readonly after: string;
  readonly before: string;
  readonly becomes: 'faster' | 'slower';
}

export interface JudgedLimit {
  readonly text: string;
  readonly state: 'kept' | 'broken' | 'unsure';
  /** At the confidence at which all limits together are broken by chance in 5 % of the runs. */
  readonly measured: Figure | null;
  readonly words: string;
}
