/** The few ways in which a number of the audit is measured. */
import type { Fixes, Measure, MetricName, Taken } from '../../harness/index.ts';

const whole = 'pipeline-busy';
export const latency: MetricName = 'response.p95';

export const ofAll = (
  as: Taken['as'],
  metric: MetricName = latency,
  scenario: string = whole,
): Measure => ({
  of: 'comparison',
  scenario,
  from: [],
  to: 'all',
  metric,
  as,
});

/** The fix alone, in the scenario of what it is about. */
export const onPart = (
  fix: string,
  as: Taken['as'],
  metric: MetricName = 'cpu.msPerOperation',
): Measure => ({ of: 'comparison', scenario: fix, from: [], to: [fix], metric, as });

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

export const ofTheRemedy: Measure = {
  of: 'nothing',
  why: 'it is a setting of the remedy and promises nothing; the remedy is measured as a whole (docs/remedies.md)',
};

export const loss = 'agent processing';
