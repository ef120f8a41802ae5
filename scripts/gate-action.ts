/** The gate of the GitHub action: what it was given is in the environment. */
import { splitFlags } from './split-flags.ts';

const { BASE = '', SCENARIO = '', FLAGS = '' } = process.env;
const scenario = SCENARIO === '' ? [] : [SCENARIO];
process.argv.splice(2, Infinity, 'gate', ...scenario, '--base', BASE, ...splitFlags(FLAGS));
await import('./tandem.ts');
