/** How long callers waited for a database connection, where some waited. */
import type { ArmResult, Side } from '../record/arm-result.ts';
import type { RunScenario } from '../record/run.ts';
import { sortedNumbers } from '../stats/quantile.ts';
import { changeWords, timesWords } from './change-words.ts';
import { ecdfChart, ecdfSentence } from './ecdf-chart.ts';
import { formatValue } from './format.ts';
import { type Markup, nothing } from './markup.ts';
import type { SortedValues } from './sorted-values.ts';

export function poolWaits(scenario: RunScenario, arms: readonly ArmResult[]): Markup {
  const values: SortedValues = {
    baseline: waitsOf(arms, 'baseline'),
    candidate: waitsOf(arms, 'candidate'),
  };
  return values.baseline.length + values.candidate.length === 0
    ? nothing
    : ecdfChart({
        title: `${scenario.name}: wait for a database connection`,
        values,
        sentence: `${changeSentence(scenario)}${ecdfSentence('Waits', values)}`,
        note: 'From asking for a connection to holding it, connecting included.',
      });
}

/** In ms, of the valid arms; what went past the probe is no series. */
const waitsOf = (arms: readonly ArmResult[], side: Side): readonly number[] =>
  sortedNumbers(
    arms
      .filter((arm) => arm.side === side && arm.validity.state === 'valid')
      .flatMap(({ server }) => (server?.databaseUnseen ? [] : (server?.poolWaitsUs ?? [])))
      .map((us) => us / 1000),
  );

/** `The candidate waits 31 times less [25, 38] for a connection at P95 (0.55 ms against 17 ms).` */
function changeSentence({ metrics }: RunScenario): string {
  const measured = metrics['pool.wait.p95'];
  if (!measured) return '';
  const { baseline, candidate, ratio, verdict } = measured;
  const values =
    baseline && candidate
      ? ` (${formatValue(candidate.value, 'pool.wait.p95')} against ${formatValue(baseline.value, 'pool.wait.p95')})`
      : '';
  if (ratio && (verdict === 'faster' || verdict === 'slower')) {
    return `The candidate waits ${timesWords(ratio)} for a connection at P95${values}. `;
  }
  return `Wait of the candidate for a connection at P95: ${changeWords(measured)}${values}. `;
}
