/** Micro-benchmarks in a terminal: one row a form and size. */
import { styleText } from 'node:util';
import type { BenchResult, JudgedBench, JudgedForm } from './bench-result.ts';
import { benchTitle, countedWords, courseWords, effortWords, ratioWords } from './bench-words.ts';
import { formatCost } from './format-cost.ts';

const widths = [17, 20, 15, 8, 28, 7] as const;

/** Without colours where `colors` is false; the widths fit 120 columns. */
export function renderBenchTable(
  result: BenchResult,
  { colors }: { readonly colors: boolean },
): string {
  const head = cells(['concern', 'size', 'form', 'a call', '÷ baseline', 'verdict', '÷ optimized']);
  const benches = result.benches.flatMap((bench) => benchRows(bench, colors));
  const limits = result.limits.map(({ text, state, words }) => `${text}: ${state}, ${words}`);
  return [head, ...benches, effortWords(result), ...limits, ...result.warnings].join('\n');
}

function benchRows(bench: JudgedBench, colors: boolean): readonly string[] {
  const rows = bench.sizes.flatMap(({ size, forms }) =>
    forms.map((form, index) => formRow(index === 0 ? size : '', form, colors)),
  );
  const named = rows.map((row, index) => cells([index === 0 ? benchTitle(bench) : '', row]));
  const courses = bench.courses.map((course) => cells(['', courseWords(course)]));
  return [...named, cells(['', countedWords[bench.counted]]), ...courses, ''];
}

function formRow(size: string, form: JudgedForm, colors: boolean): string {
  const { msPerCall, toBaseline, toOptimized } = form;
  const values = [size, form.form, formatCost(msPerCall.value), ratioWords(toBaseline)];
  const verdict = toBaseline?.verdict ?? '';
  const wide = verdict.padEnd(widths[5]);
  const seen = colors ? wide.replace(verdict, paint) : wide;
  return padded([...values, seen, ratioWords(toOptimized)], widths.slice(1));
}

const cells = (values: readonly string[]): string => padded(values, widths);

const padded = (values: readonly string[], to: readonly number[]): string =>
  values
    .map((value, index) => value.padEnd(to[index] ?? 0))
    .join('  ')
    .trimEnd();

function paint(verdict: string): string {
  if (verdict === 'faster') return styleText('green', verdict);
  return verdict === 'slower' ? styleText('red', verdict) : verdict;
}
