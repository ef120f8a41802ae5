/** What forms are held to: `snapshot.64KB.ratio<=0.5`, `auth.known-token.optimized<=1us`. */
import { unknownName } from '../config/nearest.ts';
import { usageError } from '../error.ts';
import { type Bench, formNames, twins } from './bench.ts';
import type { Figure, JudgedLimit } from './bench-result.ts';
import { formatCost, formatFigure, formatRatio } from './format-cost.ts';
import { meanOf, ratioOf } from './judge-benches.ts';
import type { MeasuredCase } from './run-benches.ts';

export interface BenchLimit {
  /** As it was written. */
  readonly text: string;
  readonly bench: string;
  readonly size: string;
  readonly form: string;
  /** The form's ratio to the baseline, or what a call of it takes. */
  readonly of: 'ratio' | 'cost';
  /** False: it must be at least the bound. */
  readonly atMost: boolean;
  /** A ratio, or ms. */
  readonly bound: number;
}

const form = /^\s*([^\s<>=]+?)\s*(<=|>=)\s*(\d+(?:\.\d+)?)\s*(\S*)\s*$/;
const example =
  "'snapshot.64KB.ratio<=0.5', 'pipeline.std9.groups.ratio<=1' or 'auth.known-token.optimized<=1us'";

/** How much of a ratio, or how many ms, a unit is. */
const units = {
  ratio: { '': 1, '%': 0.01 },
  cost: { '': 1, ns: 1e-6, us: 1e-3, ms: 1, s: 1e3 },
} as const satisfies Record<BenchLimit['of'], Record<string, number>>;

/** Throws a usage error with the nearest name. `chosen` are those of `benches` that are measured. */
export function parseBenchLimit(
  text: string,
  benches: readonly Bench[],
  chosen: readonly Bench[],
): BenchLimit {
  const [, path = '', sign, number, unit = ''] = form.exec(text) ?? [];
  const [name = '', size = '', ...rest] = path.split('.');
  if (sign === undefined || rest.length === 0 || rest.length > 2) {
    throw usageError(
      `--limit takes a concern, a size, what is limited and a bound, such as ${example}, and came as '${text}'.`,
    );
  }
  const bench = benches.find((each) => each.name === name);
  if (!bench)
    throw unknownName(
      'concern',
      name,
      benches.map((each) => each.name),
    );
  if (!chosen.includes(bench)) {
    throw usageError(`--limit '${text}': ${name} is not measured; name it before the limit, too.`);
  }
  if (!Object.hasOwn(bench.sizes, size)) {
    throw unknownName(`size of ${name}`, size, Object.keys(bench.sizes));
  }
  const target = targetOf(text, rest, bench);
  const bound = Number(number) * factorOf(text, unit, target.of);
  const atMost = sign === '<=';
  return { text: text.replace(/\s+/g, ''), bench: name, size, ...target, atMost, bound };
}

/** `ratio` is that of the optimized twin. */
function targetOf(
  text: string,
  rest: readonly string[],
  bench: Bench,
): Pick<BenchLimit, 'form' | 'of'> {
  const [baseline, optimized] = twins;
  const [first = '', second] = rest;
  const known = formNames(bench);
  if (first === 'ratio' && second === undefined) return { form: optimized, of: 'ratio' };
  if (!known.includes(first)) {
    throw unknownName(`form of ${bench.name}`, first, [...known, 'ratio']);
  }
  if (second === undefined) return { form: first, of: 'cost' };
  if (second === 'ratio' && first !== baseline) return { form: first, of: 'ratio' };
  throw usageError(
    `--limit '${text}': a form's ratio is that to ${baseline}, or its own cost is limited; write ${example}.`,
  );
}

function factorOf(text: string, unit: string, of: BenchLimit['of']): number {
  const known: Readonly<Record<string, number>> = units[of];
  const factor = known[unit];
  if (factor !== undefined) return factor;
  const may = Object.keys(known).filter((each) => each !== '');
  throw usageError(
    `--limit '${text}': '${unit}' is no unit of it; it takes ${may.join(', ')} or no unit.`,
  );
}

/** Of all comparisons without a difference, so many break one of their limits by chance. */
const level = 0.05;

/** One result a limit, in their order. */
export function judgeBenchLimits(
  limits: readonly BenchLimit[],
  measured: readonly MeasuredCase[],
): readonly JudgedLimit[] {
  const confidence = 1 - level / Math.max(1, limits.length);
  return limits.map((limit) => judgeLimit(limit, measuredBy(limit, measured, confidence)));
}

function measuredBy(
  limit: BenchLimit,
  measured: readonly MeasuredCase[],
  confidence: number,
): Figure | null {
  const found = measured.find(
    ({ bench, size }) => bench.name === limit.bench && size === limit.size,
  );
  const [baseline] = found?.forms ?? [];
  const timed = found?.forms.find((each) => each.form === limit.form);
  if (!timed || !baseline) return null;
  if (limit.of === 'ratio') return ratioOf(timed, baseline, confidence);
  return meanOf(timed.msPerCall, confidence);
}

function judgeLimit({ text, of, atMost, bound }: BenchLimit, figure: Figure | null): JudgedLimit {
  if (!figure) return { text, state: 'unsure', measured: null, words: 'not measured to its end' };
  const within = atMost ? figure.hi <= bound : figure.lo >= bound;
  const beyond = atMost ? figure.lo > bound : figure.hi < bound;
  const state = within ? 'kept' : beyond ? 'broken' : 'unsure';
  const words = formatFigure(figure, of === 'ratio' ? formatRatio : formatCost);
  return { text, state, measured: figure, words };
}
