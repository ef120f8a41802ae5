/** A server of the working tree as it is in another checkout: paths that name the one name the other. */
import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Variant } from '../config/config.ts';

/**
 * With its folder, and with every word of its command and every value of its environment that names
 * something below `root` naming the same below `folder`. An absolute path that stayed would have one
 * file measured against itself.
 */
export function moveVariant(variant: Variant, root: string, folder: string): Variant {
  const there = realpathSync(variant.cwd);
  const move = mover(spellings(root, there, variant.cwd), root, folder);
  const values = Object.entries(variant.environment);
  return {
    ...variant,
    cwd: join(folder, relative(root, there)),
    command: variant.command.map(move),
    environment: Object.fromEntries(values.map(([name, value]) => [name, move(value)])),
  };
}

/** A folder may be reached by a link, and `root` is where it leads to. */
function spellings(root: string, there: string, cwd: string): readonly string[] {
  const inner = there.slice(root.length);
  return cwd !== there && cwd.endsWith(inner)
    ? [root, cwd.slice(0, cwd.length - inner.length)]
    : [root];
}

function mover(roots: readonly string[], root: string, folder: string): (text: string) => string {
  const inUrls = roots.map(encoded).filter((each) => !roots.includes(each));
  const moves = [
    ...roots.map((from) => movePaths(from, folder)),
    ...inUrls.map((from) => movePaths(from, encoded(folder))),
  ];
  return (text) => {
    const moved = moves.reduce((words, each) => each(words), text);
    return moved === text ? moveLink(text, root, folder) : moved;
  };
}

const encoded = (path: string): string => pathToFileURL(path).pathname;

/**
 * Paths stand alone or within a word: `--config=/a/b`, `/a/bin:/b/bin`, `file:///a/b`, `-r/a/b`. Packages
 * that the checkout does not have of its own are those of the working tree, as when they are imported.
 */
function movePaths(from: string, to: string): (text: string) => string {
  const path = new RegExp(
    `(?:(?<=^-[A-Za-z])|(?<![\\w.~-]))${literally(from)}(?<rest>/[^:;,\\s"')]*)?(?=$|[:;,\\s"')])`,
    'g',
  );
  return (text) =>
    text.replace(path, (whole, rest = '') =>
      /\/node_modules(\/|$)/.test(rest) && !existsSync(to + rest) ? whole : to + rest,
    );
}

const literally = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** A path from elsewhere that leads into the working tree. */
function moveLink(text: string, root: string, folder: string): string {
  if (!isAbsolute(text) || !existsSync(text)) return text;
  const inside = relative(root, realpathSync(text));
  return inside.startsWith('..') || isAbsolute(inside) ? text : join(folder, inside);
}
