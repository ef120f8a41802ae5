/** The few ways in which a number of the audit is measured. */
import type { Fixes, Measure, MetricName, Taken } from '../../harness/index.ts';

const whole = 'pipeline-busy';
export const latency: MetricName = 'response.p95';

export const ofAll = (as: Taken['as'], metric: MetricName = latency): Measure => ({
  of: 'comparison',
  scenario: whole,
  from: [],
  to: 'all',
  metric,
  as,
});

export const onPart = (scenario: string, fix: string, metric: MetricName): Measure => ({
  of: 'comparison',
  scenario,
  from: [],
  to: [fix],
  metric,
  as: 'reduction',
});

export const share = (...fixes: readonly string[]): Measure => ({
  of: 'attribution',
  scenario: whole,
  fixes,
  metric: latency,
  as: 'reduction',
});

export const faster = (fixes: Fixes): Measure => ({
  of: 'attribution',
  scenario: whole,
  fixes,
  metric: latency,
  as: 'speedup',
});

export const compared = (from: Fixes, to: Fixes, as: Taken['as']): Measure => ({
  of: 'comparison',
  scenario: whole,
  from,
  to,
  metric: latency,
  as,
});

export const ofTheirCode: Measure = {
  of: 'nothing',
  why: 'it counts places, fields or hours of work in the code that was audited, which is not here',
};

export const loss = 'agent processing';
