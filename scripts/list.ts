/** `tandem list`: what there is to measure. */
import { Command } from 'commander';
import { loadConfigFile } from '../harness/config/load-config.ts';
import { loadScenarios } from '../harness/config/parse-config.ts';
import type { Load, Scenario } from '../harness/config/scenario.ts';
import { expectedScenarioMs } from '../harness/plan/expected-duration.ts';

export function listCommand(): Command {
  return new Command('list')
    .description('show variants, fixes and scenarios: finding, load and expected duration')
    .option('--json', 'print it as JSON')
    .action(list);
}

async function list(flags: { readonly json?: boolean }): Promise<void> {
  const file = await loadConfigFile(process.cwd());
  const scenarios = (await loadScenarios(file)).map(({ scenario }) => scenario);
  const variants = Object.keys(file.config.variants);
  const fixes = Object.keys(file.config.fixes ?? {});
  if (flags.json) {
    console.log(JSON.stringify({ variants, fixes, scenarios: scenarios.map(describe) }, null, 2));
    return;
  }
  console.log(`variants   ${variants.join(', ')}, and mixes such as ${variants[0]}+${fixes[0]}`);
  console.log(`fixes      ${fixes.join(', ')}\n`);
  console.log(row('scenario', 'finding', 'load', 'time', 'metric of interest', 'what happens'));
  for (const scenario of scenarios) {
    const { name, finding, load, seconds, metricOfInterest, title } = describe(scenario);
    console.log(row(name, finding, load, `${seconds} s`, metricOfInterest, title));
  }
}

function describe(scenario: Scenario) {
  const { name, title, findings, metricOfInterest, parameters } = scenario;
  const seconds = Math.round(expectedScenarioMs(scenario) / 1000);
  const load = loadWords(scenario.load);
  return {
    name,
    title,
    finding: findings.join(', ') || '-',
    load,
    seconds,
    metricOfInterest,
    parameters,
  };
}

function loadWords(load: Load): string {
  if (load.kind === 'episode')
    return `${load.operations} in ${load.withinMs / 1000} s, then drained`;
  return `${load.ratePerSecond}/s, arms of ${load.armMs / 1000} s`;
}

const row = (...cells: [string, string, string, string, string, string]): string => {
  const widths = [15, 7, 24, 6, 26];
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join('  ')
    .trimEnd();
};
