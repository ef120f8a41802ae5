/** A variant as written on a command line: a name, a name with fixes switched, or a command. */
import { parse as splitCommand } from 'shell-quote';
import { usageError } from '../error.ts';
import type { TandemConfig, Variant } from './config.ts';
import type { ConfigFile } from './load-config.ts';
import { unknownName } from './nearest.ts';

/**
 * `optimized`, `baseline+retry+pipeline`, `optimized-retry`, or a command of your own
 * (`node server.js --fast`: whatever has a space or a slash in it).
 * Throws a usage error for an unknown variant or fix.
 */
export function parseVariant(text: string, file: ConfigFile, cwd: string): Variant {
  const name = /^[a-z][a-z0-9_]*/i.exec(text)?.[0] ?? '';
  const declaration = file.config.variants[name];
  if (!declaration || /[\s/]/.test(text)) return variantOfCommand(text, file, cwd);
  const fixes = switchFixes(text.slice(name.length), fixesOf(name, file.config), file.config);
  const switches = Object.entries(file.config.fixes ?? {});
  const on = switches.filter(([fix]) => fixes.has(fix));
  return {
    name: text,
    command: [...wordsOf(declaration.command), ...on.flatMap(([, fix]) => fix.arguments ?? [])],
    cwd: file.folder,
    environment: Object.assign(
      { ...declaration.environment },
      ...on.map(([, fix]) => fix.environment),
    ) as Readonly<Record<string, string>>,
    fixes: on.map(([fix]) => fix),
    readyPath: declaration.readyPath ?? null,
  };
}

function fixesOf(name: string, config: TandemConfig): Set<string> {
  const known = Object.keys(config.fixes ?? {});
  const fixes = config.variants[name]?.fixes ?? 'none';
  if (fixes === 'none') return new Set();
  if (fixes === 'all') return new Set(known);
  for (const fix of fixes) if (!known.includes(fix)) throw unknownName('fix', fix, known);
  return new Set(fixes);
}

/** Names of fixes may have dashes, so the longest name that fits is taken. */
function switchFixes(switches: string, fixes: Set<string>, config: TandemConfig): Set<string> {
  const known = Object.keys(config.fixes ?? {}).sort((a, b) => b.length - a.length);
  let rest = switches;
  while (rest !== '') {
    const sign = rest[0];
    const named = rest.slice(1);
    const fix = known.find(
      (each) =>
        named === each || (/^[+-]/.test(named.slice(each.length)) && named.startsWith(each)),
    );
    if (!fix || (sign !== '+' && sign !== '-')) {
      throw unknownName('fix', named.split(/[+]/)[0] ?? named, known.sort());
    }
    if (sign === '+') fixes.add(fix);
    else fixes.delete(fix);
    rest = named.slice(fix.length);
  }
  return fixes;
}

function variantOfCommand(text: string, file: ConfigFile, cwd: string): Variant {
  const isCommand = /[\s/]/.test(text.trim());
  if (!isCommand) throw unknownName('variant', text, Object.keys(file.config.variants));
  return { name: text, command: wordsOf(text), cwd, environment: {}, fixes: [], readyPath: null };
}

function wordsOf(command: string): readonly string[] {
  // Without a shell nothing is filled in: `$PORT` stays as it is written.
  const words = splitCommand(command, (name) => `$${name}`);
  if (words.length === 0 || !words.every((word) => typeof word === 'string')) {
    throw usageError(
      `'${command}' is not a plain command: it is started without a shell, so write a program and its arguments.`,
    );
  }
  return words as string[];
}
