#!/usr/bin/env node
/** The command line: one script a command. Errors a person can act on are one message, no stack. */
import { Command, CommanderError } from 'commander';
import { exitCode, TandemError } from '../harness/error.ts';
import { attributeCommand } from './attribute.ts';
import { benchCommand } from './bench.ts';
import { capacityCommand } from './capacity.ts';
import { compareCommand } from './compare.ts';
import { diffCommand } from './diff.ts';
import { doctorCommand } from './doctor.ts';
import { gateCommand } from './gate.ts';
import { listCommand } from './list.ts';
import { profileCommand } from './profile.ts';
import { reportCommand } from './report.ts';
import { schemaCommand } from './schema.ts';
import { serveCommand } from './serve-variant.ts';
import { tellGithubOfError } from './tell-github.ts';

const advice = 'Run tandem --help for the commands, and tandem <command> --help for the flags.';

const program = new Command('tandem')
  .description(
    'Runs two Node servers side by side and says which is faster, by how much, why, and how sure it is.',
  )
  .configureHelp({ showGlobalOptions: true });
const commands = [
  compareCommand(),
  gateCommand(),
  attributeCommand(),
  benchCommand(),
  capacityCommand(),
  profileCommand(),
  reportCommand(),
  diffCommand(),
  serveCommand(),
  listCommand(),
  schemaCommand(),
  doctorCommand(),
];
for (const command of commands) program.addCommand(command);
for (const command of [program, ...commands]) command.exitOverride().showHelpAfterError(advice);

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
  const failed = process.exitCode !== exitCode.ok;
  if (failed && process.argv[2] === 'gate') tellGithubOfError((error as Error).message);
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  }
  if (error instanceof TandemError) {
    console.error(`tandem: ${error.message}`);
    return error.code;
  }
  console.error('tandem: this is a fault of Tandem itself; please report it with these lines:');
  console.error(error);
  return exitCode.internal;
}
