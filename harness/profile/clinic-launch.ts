/** How Clinic is started so that it does its work unattended: the traps are those of clinic 13.0.0 on Node 20. */
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { unknownName } from '../config/nearest.ts';
import { notFitError } from '../error.ts';

const tools = ['doctor', 'flame', 'bubbleprof', 'heapprofiler'] as const;

export type ClinicTool = (typeof tools)[number];

/** As they are asked for: `clinic-doctor`. */
export const clinicNames = tools.map((tool) => `clinic-${tool}`);

/**
 * Of `--with clinic-doctor,clinic-flame`. Throws a usage error for a name that is none of them, and
 * a `notFit` error where Clinic is not there: before anything is started.
 */
export function clinicTools(asked: string | undefined, folder: string): readonly ClinicTool[] {
  const found = (asked ?? '')
    .split(',')
    .filter(Boolean)
    .map((name) => {
      const tool = tools.find((each) => `clinic-${each}` === name.trim());
      if (!tool) throw unknownName('tool', name.trim(), clinicNames);
      return tool;
    });
  if (found.length > 0) findClinic(folder);
  return found;
}

/** Clinic ends the server once this file is in its folder. */
export const loadedFile = 'tandem-loaded';

/** Resolved from the folder of whoever installed it. Throws a `notFit` error when it is not there. */
export function findClinic(folder: string): string {
  try {
    return createRequire(join(folder, 'package.json')).resolve('clinic/bin.js');
  } catch {
    throw notFitError(
      `Clinic is not installed in ${folder}: run npm install --no-save clinic@13.0.0 there.`,
    );
  }
}

/**
 * The load is sent by us: what Clinic is told to do once the server listens is to wait for its end,
 * after which it lets the server finish, whatever that does about signals. Throws a `notFit` error for
 * a server that is not started by `node`.
 */
export function clinicCommand(
  program: string,
  tool: ClinicTool,
  command: readonly string[],
): readonly string[] {
  const [server = ''] = command;
  if (!/^node(\.exe)?$/.test(basename(server))) {
    throw notFitError(
      `Clinic starts a server by node only, and '${command.join(' ')}' begins with '${server}': give the command that it runs in the end.`,
    );
  }
  const wait = `sh -c 'until test -e ${loadedFile}; do sleep 0.1; done'`;
  return [
    process.execPath,
    program,
    tool,
    ...['--open=false', '--on-port', wait, '--', ...command],
  ];
}

/** It must not ask whether it may report, nor look for a newer version. */
const unattended = { NO_INSIGHT: '1', NO_UPDATE_NOTIFIER: '1', CI: '1' };

/**
 * Bubbleprof waits for its file to be closed before it ends the server, and on Node 20 that is never
 * told: so the server ends by itself, some time after the file was written.
 */
export const exitPreload = `process.once('beforeExit', () => setTimeout(() => process.exit(), 2000));\n`;

/** `preload` is the path of a file with `exitPreload` in it. */
export function clinicEnvironment(
  tool: ClinicTool,
  environment: Readonly<Record<string, string>>,
  preload: string,
): Readonly<Record<string, string>> {
  const options = environment['NODE_OPTIONS'] ?? process.env['NODE_OPTIONS'] ?? '';
  const ending =
    tool === 'bubbleprof'
      ? { NODE_OPTIONS: `${options} --require ${JSON.stringify(preload)}`.trim() }
      : {};
  return { ...environment, ...unattended, ...ending };
}
