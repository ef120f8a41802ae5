/** Which limits of the valid gates broke, by plant and metric. */
import { binomialInterval } from '../../harness/stats/exact-binomial.ts';
import { table } from '../load-peers/markdown.ts';
import { type Judged, limitsAt, type Margin } from './judge-outcome.ts';

/** A share with its exact 95 % interval. */
export function withInterval(count: number, of: number): string {
  if (of === 0) return '–';
  const { lo, hi } = binomialInterval(count, of);
  const percent = (value: number): string => (100 * value).toFixed(0);
  return `${count} of ${of} (${percent(lo)} to ${percent(hi)} %)`;
}

export const byName = (a: string, b: string): number =>
  rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true });

const rank = (kind: string): number =>
  (kind.startsWith('runtime') ? 2 : 0) + (kind.includes('none') ? 0 : 1);

/** Disturbed or not: a row a plant, a column a limit. */
export function whichBroke(judged: readonly Judged[]): string {
  return `## Which limits broke

Of valid gates, disturbed or not, with exact 95 % intervals. A gate ends once both margins are settled, so that a limit other
than the first to break may have had no time to.

### At margin 0

${brokenTable(judged, 'margin0')}

### At margin 5 %

${brokenTable(judged, 'margin5')}`;
}

function brokenTable(judged: readonly Judged[], margin: Margin): string {
  const plants = [...new Set(judged.map(({ outcome }) => outcome.plant))].sort(byName);
  const metrics = [
    ...new Set(judged.flatMap(({ outcome }) => limitsAt(outcome, 0).map(({ metric }) => metric))),
  ];
  return table(
    ['planted', ...metrics],
    plants.map((plant) => {
      const gates = judged
        .filter(({ outcome }) => outcome.plant === plant)
        .flatMap(({ settled }) => settled[margin]?.gate ?? [])
        .filter(({ state }) => state !== 'invalid');
      return [
        plant,
        ...metrics.map((name) => {
          const states = gates
            .flatMap(({ limits }) => limits.filter(({ metric }) => metric === name))
            .map(({ state }) => state);
          return withInterval(states.filter((state) => state === 'broken').length, states.length);
        }),
      ];
    }),
  );
}
