/** What trackers of benchmarks are given: the candidate's values, in which they look for changes. */
import type { MetricName } from '../record/metric.ts';
import type { MeasuredMetric, Run, Summary } from '../record/run.ts';

export interface CandidateValue {
  readonly scenario: string;
  readonly metric: MetricName;
  readonly measured: MeasuredMetric;
  readonly candidate: Summary;
}

/** What is invalid is left out: a tracker would draw it like anything else. */
export const candidateValues = ({ scenarios }: Run): readonly CandidateValue[] =>
  scenarios
    .filter(({ validity }) => validity.state === 'valid')
    .flatMap(({ name, metrics }) =>
      (Object.entries(metrics) as [MetricName, MeasuredMetric][]).flatMap(([metric, measured]) => {
        const { candidate } = measured;
        const known =
          candidate && [candidate.value, candidate.lo, candidate.hi].every(Number.isFinite);
        return known ? [{ scenario: name, metric, measured, candidate }] : [];
      }),
    );
