/**
 * Does the scenario of each finding isolate it? For each: how much of what all fixes together move
 * its metric of interest does its own fix alone move? Writes docs/isolation.md.
 *
 *   node dist/scripts/check-isolation.js [scenario...]
 *
 * Takes about 15 minutes for all. What was measured before (reports/isolation/) is not measured
 * again: remove a folder there to do so.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfigFile } from '../harness/config/load-config.ts';
import { loadScenarios } from '../harness/config/parse-config.ts';
import type { Scenario } from '../harness/config/scenario.ts';
import type { Run, RunScenario } from '../harness/record/run.ts';
import { formatNumber, formatRatio, formatValue, metricTitle } from '../harness/report/format.ts';
import { interruption } from './interruption.ts';
import { measuredOnce } from './measured-once.ts';

const file = await loadConfigFile(process.cwd());
const wanted = process.argv.slice(2);
const scenarios = (await loadScenarios(file))
  .map(({ scenario }) => scenario)
  .filter(
    ({ name, findings, unjudged }) =>
      findings.length > 0 &&
      unjudged === undefined &&
      (wanted.length === 0 || wanted.includes(name)),
  );
const { signal } = interruption();

const rows: string[] = [];
let machine = '';
for (const scenario of scenarios) {
  const alone = await measured(scenario, `baseline+${fixOf(scenario)}`);
  const together = await measured(scenario, 'optimized');
  if (signal.aborted) process.exit(130);
  const { cpu, cores, node, database } = together.environment;
  machine = `${cpu}, ${cores} cores, Node ${node}, ${database}`;
  rows.push(rowOf(scenario, alone, together));
}
writeFileSync('docs/isolation.md', documentOf(rows));
console.error('docs/isolation.md is written');

function fixOf({ name, findings }: Scenario): string {
  const fixes = Object.entries(file.config.fixes ?? {});
  const fix = fixes.find(([, { finding }]) => finding === findings[0])?.[0];
  if (fix === undefined) throw new Error(`no fix is declared for the finding of ${name}`);
  return fix;
}

/** The baseline against `candidate`. */
function measured({ name: scenario }: Scenario, candidate: string): Promise<Run> {
  const folder = join('reports', 'isolation', `${scenario}-${candidate}`);
  return measuredOnce({ folder, scenario, baseline: 'baseline', candidate }, signal);
}

/** Shares are of the difference, in the metric's own unit: fixes that save add up, ratios don't. */
function rowOf(scenario: Scenario, alone: Run, together: Run): string {
  const name = scenario.metricOfInterest;
  const [one, all] = [alone.scenarios[0], together.scenarios[0]];
  const share = shareOf(savedBy(one, name), savedBy(all, name));
  const value = (run: RunScenario | undefined, side: 'baseline' | 'candidate') => {
    const summary = run?.metrics[name]?.[side];
    return summary ? formatValue(summary.value, name) : '–';
  };
  const ratio = (run: RunScenario | undefined) => formatRatio(run?.metrics[name]?.ratio ?? null);
  const cells = [
    scenario.findings.join(', '),
    scenario.name,
    metricTitle(name),
    value(all, 'baseline'),
    `${value(one, 'candidate')} (${ratio(one)})`,
    `${value(all, 'candidate')} (${ratio(all)})`,
    share === null ? 'not known' : `${formatNumber(share * 100)} %`,
    share === null ? '–' : share >= 0.5 ? 'yes' : 'no',
  ];
  return `| ${cells.join(' | ')} |`;
}

function savedBy(run: RunScenario | undefined, name: Scenario['metricOfInterest']): number | null {
  const measured = run?.metrics[name];
  if (!measured?.baseline || !measured.candidate) return null;
  return measured.baseline.value - measured.candidate.value;
}

function shareOf(one: number | null, all: number | null): number | null {
  return one === null || all === null || all <= 0 ? null : one / all;
}

function documentOf(lines: readonly string[]): string {
  return `# Does each finding's scenario isolate it?

Written by \`node dist/scripts/check-isolation.js\` on ${new Date().toISOString().slice(0, 10)}: ${machine}.
Each row is two comparisons of seven short pairs: the baseline against itself with the finding's own fix, and against all
14 fixes. The last columns: how much of what all fixes together take off the metric of interest the own fix takes off
alone, and whether that is at least half.

| finding | scenario | metric of interest | baseline | own fix (ratio) | all fixes (ratio) | own share | isolated |
| --- | --- | --- | ---: | --- | --- | ---: | --- |
${lines.join('\n')}
`;
}
