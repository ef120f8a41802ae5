/** From a recording to what each fix gives: pure, so that `report` comes to the same. */
import { summarizeRun } from '../compare/summarize-run.ts';
import { invalidArmsSentence } from '../compare/validity.ts';
import type { ArmResult } from '../record/arm-result.ts';
import type { Recording } from '../record/recording.ts';
import type { Run } from '../record/run.ts';
import { attributeMetric } from './attribute-metric.ts';
import { comparisonsLeft } from './comparisons-left.ts';
import { judgeClaims } from './judge-claims.ts';
import { lastAttempts } from './measured-contrasts.ts';
import { measurementsOf } from './measurements.ts';

/** The run with its attribution. A recording of anything else is handed on as it is. */
export function summarizeAttribution(recording: Recording): Run {
  const { header, events } = recording;
  const { attribution: asked } = header;
  const of = measurementsOf(recording);
  if (!asked || !of) return summarizeRun(recording);
  // A comparison of mixes is no scenario: what became of it is said beside what rests on it.
  const whole = lastAttempts(events).find(([begin]) => begin.scenario === asked.scenario);
  const run = summarizeRun({ header, events: whole ?? [] });
  const attribution = asked.metrics.map((metric) =>
    attributeMetric(of, metric, run.scenarios[0]?.metrics[metric]),
  );
  const arms = [...of.comparisons.values()].flatMap((each) => each.arms);
  const invalid = invalidArmsSentence(arms);
  return {
    ...run,
    environment: { ...run.environment, seconds: Math.round(secondsOf(arms)) },
    warnings: [
      ...run.warnings,
      ...(invalid === null ? [] : [`${asked.scenario}, all mixes: ${invalid}`]),
    ],
    partial: run.partial || comparisonsLeft(recording).length > 0,
    attribution,
    ...(asked.claims.length === 0 ? {} : { claims: [...judgeClaims(of)] }),
  };
}

/** It may have been interrupted, for hours: only its arms count. */
const secondsOf = (arms: readonly ArmResult[]): number =>
  arms.reduce((sum, { load }) => sum + (load.endedUs - load.startedUs) / 1e6, 0);
