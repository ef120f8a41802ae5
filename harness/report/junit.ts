/** `junit.xml`: one suite a scenario, one case a judged metric; slower is a failure, unsure is skipped. Of a gate: one case a limit. */
import type { MetricName } from '../record/metric.ts';
import type { MeasuredMetric, Run, RunScenario } from '../record/run.ts';
import { formatRatio, formatValue } from './format.ts';
import { gateSuite } from './gate-report.ts';
import { html, type Markup, nothing } from './markup.ts';

export function renderJunit(run: Run): string {
  const { markup } = html`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="tandem ${run.id}">
${run.gate ? gateSuite(run.gate) : run.scenarios.map(suite)}</testsuites>
`;
  return markup;
}

function suite(scenario: RunScenario): Markup {
  const entries = Object.entries(scenario.metrics) as [MetricName, MeasuredMetric][];
  const failures = entries.filter(([, { verdict }]) => verdict === 'slower').length;
  const skipped = entries.filter(
    ([, { verdict }]) => verdict === 'unsure' || verdict === 'not judged',
  ).length;
  return html`<testsuite name="${scenario.name}" tests="${entries.length}" failures="${failures}" errors="0" skipped="${skipped}">
${entries.map(([name, measured]) => testCase(scenario.name, name, measured))}</testsuite>
`;
}

function testCase(scenario: string, name: MetricName, measured: MeasuredMetric): Markup {
  return html`<testcase classname="${scenario}" name="${name}">${outcome(name, measured)}</testcase>
`;
}

function outcome(
  name: MetricName,
  { verdict, baseline, candidate, ratio, reason }: MeasuredMetric,
): Markup {
  if (verdict === 'faster' || verdict === 'same') return nothing;
  if (verdict !== 'slower')
    return html`<skipped message="${verdict}: ${reason ?? formatRatio(ratio)}"/>`;
  const value = (summary: typeof baseline) =>
    summary ? formatValue(summary.value, name) : 'no value';
  return html`<failure message="slower: baseline ${value(baseline)}, candidate ${value(candidate)}, ratio ${formatRatio(ratio)}"/>`;
}
