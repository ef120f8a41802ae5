/** Names of files that are made of names which somebody else chose. */
import { createHash } from 'node:crypto';

/** What every file system takes, and a shell without quotes. */
const harmless = /^[a-z0-9_-][a-z0-9._-]{0,79}$/i;
const longestStem = 60;

/**
 * `pipeline` stays what it is, `pipeline-busy/design-1` a file in a folder. Any other name is cut to
 * what is harmless and told from others by its hash, so that none leads out of the run folder.
 */
export const fileNameOf = (name: string): string => name.split('/').map(harmlessPart).join('/');

function harmlessPart(part: string): string {
  if (harmless.test(part)) return part;
  const stem = part
    .replace(/[^a-z0-9_-]+/gi, '-')
    .replace(/^-+/, '')
    .slice(0, longestStem);
  const hash = createHash('sha256').update(part).digest('hex').slice(0, 8);
  return `${stem || 'name'}-${hash}`;
}
