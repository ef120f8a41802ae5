/** `tandem serve`: one variant by hand, with the database and the services of a scenario. */
import { Command } from 'commander';
import { loadConfigFile } from '../harness/config/load-config.ts';
import { parseConfig } from '../harness/config/parse-config.ts';
import {
  type ExpositionFlags,
  type ExpositionTargets,
  parseExposition,
} from '../harness/config/parse-exposition.ts';
import { type Exposition, expose } from '../harness/exchange/expose.ts';
import { planTrials } from '../harness/plan/plan-trials.ts';
import type { Trial } from '../harness/plan/trial.ts';
import { type LaunchedSide, openAlone } from '../harness/run/launched-pair.ts';
import { openRig } from '../harness/run/rig.ts';
import { interruption } from './interruption.ts';

interface ServeFlags extends ExpositionFlags {
  readonly scenario?: string;
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('start one variant with its database and services, until Ctrl-C')
    .argument('<variant>', 'a variant, a mix such as baseline+retry, or a command')
    .option('--scenario <name>', 'whose services and environment it gets')
    .option('--metrics [port]', 'serve what its probe measures to Prometheus, on port 9464')
    .option('--otlp <url>', 'push the same to an OTLP/HTTP collector, every 10 s')
    .action(serve);
}

async function serve(variant: string, flags: ServeFlags): Promise<void> {
  const targets = parseExposition(flags);
  const trial = await trialOf(variant, flags.scenario);
  const { signal, code } = interruption();
  const rig = await openRig([trial], signal);
  try {
    const { side, close } = await openAlone(trial, rig);
    try {
      announce(variant, side, trial);
      const exposition = await exposed(side, targets);
      await end(side, exposition, signal);
      await exposition?.close();
    } finally {
      await close();
    }
  } finally {
    await rig.close();
  }
  process.exitCode = code() ?? 0;
}

/** Where nothing is configured, a server is served as it is. */
async function trialOf(variant: string, wanted: string | undefined): Promise<Trial> {
  const { config } = await loadConfigFile(process.cwd());
  const scenario = wanted ?? config.compare?.[0];
  const names = scenario === undefined ? [] : [scenario];
  const bare = scenario === undefined && !config.scenarios?.length;
  const sides = { baseline: variant, candidate: variant };
  const flags = bare ? { ...sides, url: '/', rate: '1' } : sides;
  const [trial] = planTrials(await parseConfig(names, flags, process.cwd()));
  if (!trial) throw new Error('a plan has a trial for each scenario');
  return trial;
}

function announce(variant: string, { server, databaseUrl }: LaunchedSide, trial: Trial): void {
  console.error(`${variant} listens on ${server.url}; Ctrl-C ends it.`);
  console.error(`  DATABASE_URL=${databaseUrl ?? '(none)'}`);
  for (const [name, value] of Object.entries(trial.scenario.scenario.environment)) {
    console.error(`  ${name}=${value}`);
  }
}

async function exposed(side: LaunchedSide, targets: ExpositionTargets): Promise<Exposition | null> {
  const { port, endpoint } = targets;
  if (port === null && endpoint === null) return null;
  const warn = (words: string) => console.error(`tandem: ${words}`);
  const exposition = await expose(side, { ...targets, warn });
  if (exposition.url !== null) console.error(`  metrics: ${exposition.url}`);
  if (endpoint !== null) console.error(`  metrics are pushed to ${endpoint.href}`);
  return exposition;
}

/** Whoever reads its metrics must be able to read that the server has ended. */
async function end(
  { server }: LaunchedSide,
  exposition: Exposition | null,
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return;
  const interrupted = new Promise((resolve) => signal.addEventListener('abort', resolve));
  await Promise.race([server.exit, interrupted]);
  if (signal.aborted || exposition === null) return;
  console.error(`${server.name} has ended; its metrics stay until Ctrl-C.`);
  await interrupted;
}
