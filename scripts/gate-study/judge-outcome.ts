/** How the gate judges what the study measured. */
import { contrastOf, ratioBy } from '../../harness/gate/contrast.ts';
import { parseLimit } from '../../harness/gate/limit.ts';
import { falseAlarms, planLooks } from '../../harness/gate/looks.ts';
import { relabelledFailures } from '../../harness/gate/relabel.ts';
import { type Settled, settle } from '../../harness/gate/settle.ts';
import { seededRandom } from '../../harness/load/random.ts';
import type { MetricName } from '../../harness/record/metric.ts';
import { mean } from '../../harness/stats/t-interval.ts';
import type { Relabelled } from './describe-study.ts';
import type { Outcome } from './job.ts';
import { plants } from './plants.ts';
import { unpackTable } from './stored-table.ts';

export type Margin = 'margin0' | 'margin5';

export interface Judged {
  readonly outcome: Outcome;
  readonly settled: Readonly<Record<Margin, Settled | null>>;
}

const noisy = ['response.p50', 'response.p95', 'response.p99', 'cpu.msPerOperation'] as const;
const ofBare = [...noisy, 'loop.msPerOperation', 'loop.stalls'] as const;
const ofRuntime = [
  ...ofBare,
  'db.statementsPerOperation',
  'db.connectsPerOperation',
  'ws.messagesPerOperation',
] as const;

const metricsOf = ({ plant }: Pick<Outcome, 'plant'>): readonly MetricName[] =>
  plants[plant].server === 'bare' ? ofBare : ofRuntime;

/** The family of the usual limits on this server: counts at a fifth of the margin. */
export const limitsAt = (job: Pick<Outcome, 'plant'>, margin: number) =>
  metricsOf(job).map((metric) => {
    const isCount = metric.startsWith('db.') || metric.startsWith('ws.');
    return parseLimit(`${metric}.ratio<=${1 + (isCount ? margin / 5 : margin)}`);
  });

export function judgeOutcome(outcome: Outcome): Judged {
  const at = (margin: number): Settled | null =>
    settle(unpackTable(outcome.table), {
      limits: limitsAt(outcome, margin),
      asked: false,
      unitsOfLaunches: outcome.unitsOfLaunches,
      seed: outcome.seed,
      metrics: {},
      faults: outcome.faults,
    });
  return { outcome, settled: { margin0: at(0), margin5: at(0.05) } };
}

/** `count` gates shared out over the recorded ones of equal versions. */
export function relabel(outcomes: readonly Outcome[], count: number): Relabelled {
  const equal = outcomes.filter(({ plant, faults }) => plant.endsWith('none') && !faults.length);
  const each = Math.ceil(count / Math.max(1, equal.length));
  const failed = equal.map((outcome) =>
    relabelledFailures(
      unpackTable(outcome.table),
      limitsAt(outcome, 0),
      planLooks(outcome.unitsOfLaunches, falseAlarms),
      each,
      seededRandom(`${outcome.seed}/relabel`),
    ),
  );
  return { gates: each * equal.length, failed: failed.reduce((sum, one) => sum + one, 0) };
}

/** Mean half-width of the 95 % interval of a ratio by calm units, in %, of all launches together. */
export const halfWidths = (judged: readonly Judged[]): readonly string[] =>
  ofEachMetric(judged, ({ lo, hi }) => (100 * Math.log(hi / lo)) / 2, 1);

/** Mean of the ratios by calm units. */
export const meanRatios = (judged: readonly Judged[]): readonly string[] =>
  ofEachMetric(judged, ({ value }) => value, 3);

type Ratio = NonNullable<ReturnType<typeof ratioBy>>;

function ofEachMetric(
  judged: readonly Judged[],
  figure: (ratio: Ratio) => number,
  digits: number,
): readonly string[] {
  return ofBare.slice(0, 5).map((metric) => {
    const figures = judged.flatMap(({ outcome: { table, seed } }) => {
      const contrast = contrastOf(parseLimit(`${metric}.ratio<=1`), unpackTable(table).units);
      const ratio = ratioBy(contrast.statistics[0], contrast, seededRandom(seed));
      return ratio === null ? [] : [figure(ratio)];
    });
    return figures.length === 0 ? '–' : mean(figures).toFixed(digits);
  });
}
