/** Micro-benchmarks as a Markdown page: a section a concern, a row a size. */
import { twins } from './bench.ts';
import type { BenchResult, JudgedBench, JudgedForm } from './bench-result.ts';
import {
  benchTitle,
  countedWords,
  courseWords,
  effortWords,
  machineWords,
  ratioWords,
} from './bench-words.ts';
import { formatCost } from './format-cost.ts';

export function renderBenchMarkdown(result: BenchResult): string {
  const { environment, command, benches, limits, warnings } = result;
  const parts = [
    '# Micro-benchmarks',
    `Written by \`${command}\` on ${environment.startedAt.slice(0, 10)}: ${machineWords(result).replaceAll('   ', ', ')}.\n${effortWords(result)}`,
    howToRead,
    overview(benches),
    ...benches.map(section),
    ...(limits.length === 0 ? [] : [limitTable(result)]),
    ...warnings.map((warning) => `**${warning}**`),
  ];
  return `${parts.join('\n\n')}\n`;
}

const howToRead = `Each concern is called alone, in one process, at several sizes; the forms take turns in rounds whose order a seeded coin
decides. Before anything is timed, all forms must have given the same answer. A ratio is that of a form to the baseline: the
geometric mean over rounds, with the 95 % interval of a sign-flip test. The interval covers the noise between rounds, not what
differs from process to process (where the engine put the code, what it inlined). *Same* means inside 5 %. One in twenty
intervals misses by chance. What these numbers leave out, the rest of the server and its load, is what \`tandem compare\` measures.`;

function overview(benches: readonly JudgedBench[]): string {
  const rows = benches.flatMap((bench) =>
    bench.courses.map(({ form, to, words }, index) => [
      index === 0 ? benchTitle(bench) : '',
      index === 0 ? bench.grows : '',
      form,
      to,
      words,
    ]),
  );
  return `## Where a form is faster, and where it is not\n\n${table(['concern', 'what grows', 'form', 'compared with', 'it is'], rows)}`;
}

function section(bench: JudgedBench): string {
  const [first] = bench.sizes;
  const forms = first?.forms ?? [];
  const heads = [bench.grows, ...forms.flatMap(headsOf)];
  const rows = bench.sizes.map((size) => [size.size, ...size.forms.flatMap(cellsOf)]);
  const others = Object.entries(bench.others).map(([name, words]) => `- \`${name}\`: ${words}`);
  const courses = bench.courses.map((course) => `${courseWords(course)}.`).join('\n');
  const parts = [
    `## ${benchTitle(bench)}`,
    `${bench.title} Counted: ${countedWords[bench.counted]}.`,
    ...(others.length === 0 ? [] : [others.join('\n')]),
    table(heads, rows),
    courses,
  ];
  return parts.join('\n\n');
}

const headsOf = ({ form }: JudgedForm, index: number): readonly string[] => {
  if (index === 0) return [form];
  return [form, '÷ baseline', '', ...(isTwin(index) ? [] : ['÷ optimized'])];
};

const cellsOf = (form: JudgedForm, index: number): readonly string[] => {
  const { msPerCall, toBaseline, toOptimized } = form;
  const cost = formatCost(msPerCall.value);
  if (index === 0) return [cost];
  const besideOurs = isTwin(index) ? [] : [ratioWords(toOptimized)];
  return [cost, ratioWords(toBaseline), toBaseline?.verdict ?? '', ...besideOurs];
};

const isTwin = (index: number): boolean => index < twins.length;

function limitTable({ limits }: BenchResult): string {
  const rows = limits.map(({ text, state, words }) => [`\`${text}\``, state, words]);
  return `## Limits\n\n${table(['limit', 'state', 'measured'], rows)}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (values: readonly string[]) => `| ${values.join(' | ')} |`;
  return [heads, heads.map(() => '---'), ...rows].map(line).join('\n');
}
