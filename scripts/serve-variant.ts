/** `tandem serve`: one variant by hand, with the database and the services of a scenario. */
import { Command } from 'commander';
import { loadConfigFile } from '../harness/config/load-config.ts';
import { parseConfig } from '../harness/config/parse-config.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import { openAlone } from '../harness/run/launched-pair.ts';
import { openRig } from '../harness/run/rig.ts';
import { interruption } from './interruption.ts';

export function serveCommand(): Command {
  return new Command('serve')
    .description('start one variant with its database and services, until Ctrl-C')
    .argument('<variant>', 'a variant, a mix such as baseline+retry, or a command')
    .option('--scenario <name>', 'whose services and environment it gets')
    .action(serve);
}

async function serve(variant: string, flags: { readonly scenario?: string }): Promise<void> {
  const { config } = await loadConfigFile(process.cwd());
  const scenario = flags.scenario ?? config.compare?.[0];
  const [trial] = planTrials(
    await parseConfig(
      scenario === undefined ? [] : [scenario],
      { baseline: variant },
      process.cwd(),
    ),
  );
  if (!trial) throw new Error('a plan has a trial for each scenario');
  const { signal, code } = interruption();
  const rig = await openRig([trial], signal);
  try {
    const { side, close } = await openAlone(trial, rig);
    console.error(`${variant} listens on ${side.server.url}; Ctrl-C ends it.`);
    console.error(`  DATABASE_URL=${side.databaseUrl ?? '(none)'}`);
    for (const [name, value] of Object.entries(trial.scenario.scenario.environment)) {
      console.error(`  ${name}=${value}`);
    }
    await Promise.race([
      side.server.exit,
      new Promise((end) => signal.addEventListener('abort', end)),
    ]);
    await close();
  } finally {
    await rig.close();
  }
  process.exitCode = code() ?? 0;
}
