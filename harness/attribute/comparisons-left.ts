/** What of an attribution is still to be measured. */
import type { Recording } from '../record/recording.ts';
import { namedPairs } from './attribute-metric.ts';
import { chainsToConfirm } from './interactions.ts';
import { lastAttempts } from './measured-contrasts.ts';
import { isMeasured, type Measurements, measurementsOf } from './measurements.ts';
import { confirming, type MixComparison } from './plan-attribution.ts';
import { chainsOf, firstStage } from './stages.ts';

/** In order; the strongest pairs are known, and named, when all else was measured. */
export function comparisonsLeft(recording: Recording): readonly MixComparison[] {
  const of = measurementsOf(recording);
  if (!of) return [];
  const left = of.plan.comparisons.filter((each) => !isMeasured(of, each));
  if (left.length > 0 || !of.asked.crossCheck) return left;
  return pairsToConfirm(of).filter((each) => !isMeasured(of, each));
}

function pairsToConfirm(of: Measurements): readonly MixComparison[] {
  const byMetric = of.asked.metrics.map((metric) => {
    const first = firstStage(of, metric);
    return 'missing' in first ? [] : chainsOf(of, first);
  });
  return chainsToConfirm(of.plan.design, byMetric, namedPairs).flatMap(({ pair }) =>
    confirming(pair, of.asked),
  );
}

/** A run that is gone on with: of what came to nothing, or was cut off, nothing is kept. */
export function onlyMeasured(recording: Recording): Recording {
  const of = measurementsOf(recording);
  const events = lastAttempts(recording.events).flatMap((attempt) => {
    const [begin] = attempt;
    return of?.comparisons.get(begin.scenario)?.faults.length === 0 ? attempt : [];
  });
  return { ...recording, events };
}
