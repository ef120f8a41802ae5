/** The gate of the GitHub action: what it was given is in the environment. */
import { TandemError } from '../harness/error.ts';
import { splitFlags } from './split-flags.ts';
import { tellGithubOfError } from './tell-github.ts';

try {
  const { BASE = '', SCENARIO = '', FLAGS = '' } = process.env;
  const scenario = SCENARIO === '' ? [] : [SCENARIO];
  process.argv.splice(2, Infinity, 'gate', ...scenario, '--base', BASE, ...splitFlags(FLAGS));
  await import('./tandem.ts');
} catch (error) {
  if (!(error instanceof TandemError)) throw error;
  console.error(`tandem: ${error.message}`);
  tellGithubOfError(error.message);
  process.exitCode = error.code;
}
