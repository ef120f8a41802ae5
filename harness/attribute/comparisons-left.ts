/** What of an attribution is still to be measured. */
import type { Recording } from '../record/recording.ts';
import { chainsOf, firstStage, namedPairs, squareName } from './attribute-metric.ts';
import { squaresOf } from './interactions.ts';
import { type Measurements, measurementsOf } from './measurements.ts';
import { type MixComparison, namer } from './plan-attribution.ts';

/** In order; the strongest pairs are known, and named, when all else was measured. */
export function comparisonsLeft(recording: Recording): readonly MixComparison[] {
  const of = measurementsOf(recording);
  if (!of) return [];
  const isLeft = ({ name }: MixComparison) => of.comparisons.get(name)?.faults.length !== 0;
  const left = of.plan.comparisons.filter(isLeft);
  return left.length > 0 || !of.asked.crossCheck ? left : pairsToConfirm(of).filter(isLeft);
}

/** By the first metric: the metric of interest, unless others were named. */
function pairsToConfirm(of: Measurements): readonly MixComparison[] {
  const [metric] = of.asked.metrics;
  const first = metric && firstStage(of, metric);
  if (!first || 'missing' in first) return [];
  const named = namer(of.asked.scenario);
  const nameOf = (fix: number) => of.asked.factors[fix]?.fix ?? '';
  return chainsOf(of, first)
    .slice(0, namedPairs)
    .flatMap(({ pair: [a, b] }) =>
      squaresOf([a, b], of.asked.factors.length).map(({ from, to }, corner) =>
        named('pair', squareName([nameOf(a), nameOf(b)], corner), from, to),
      ),
    );
}

/** A run that is gone on with, without the comparisons that were cut off: they begin anew. */
export function withoutUnfinished(recording: Recording): Recording {
  const of = measurementsOf(recording);
  let isKept = true;
  const events = recording.events.filter((event) => {
    if (event.kind === 'comparing') {
      isKept = of?.comparisons.get(event.scenario)?.faults.length === 0;
    }
    return isKept;
  });
  return { ...recording, events };
}
