/** The sources of a measured server: what stands at a place, and where that came from. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type CallExpression, type Function as FunctionNode, type Node, parse } from 'acorn';
import { ancestor, full } from 'acorn-walk';
import type { CallFrame } from '../probe/cpu-profile.ts';

/** Lines count from 1. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
  /** What stood there before a minifier made it shorter, where the source map tells. */
  readonly name?: string;
}

/** The line counts from 1, the column from 0. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A function of a source, or the source itself where none is. */
export interface SourceScope {
  readonly node: Node;
  readonly firstLine: number;
  readonly firstColumn: number;
  readonly lastLine: number;
  readonly lastColumn: number;
  /** Where its name stands; null where it has none of its own. */
  readonly namePlace: Place | null;
}

/** Of one server; each file is read once. */
export class Sources {
  readonly #folder: string;
  readonly #known = new Map<string, SourceFile | null>();
  readonly #files = new Map<string, string>();

  /** Files within `folder` are named from there. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Null for what is no file, or can't be read any more. */
  at(url: string): SourceFile | null {
    const known = this.#known.get(url);
    if (known !== undefined) return known;
    const read = isFile(url) ? readSource(url) : null;
    this.#known.set(url, read);
    return read;
  }

  /** Where somebody wrote what is at this place (the line counts from 1, the column from 0). */
  original(url: string, line: number, column: number | null): SourceLine {
    const found = this.at(url)?.original(line, column);
    return found
      ? { ...found, file: this.#short(found.file) }
      : { file: isFile(url) ? this.#short(pathOf(url)) : url, line };
  }

  /** The file that a function was written in; `node:...` for Node's own, empty for what is built in. */
  fileOf({ url, lineNumber, columnNumber }: CallFrame): string {
    const key = `${url}:${lineNumber}:${columnNumber}`;
    const file = this.#files.get(key) ?? this.original(url, lineNumber + 1, columnNumber).file;
    this.#files.set(key, file);
    return file;
  }

  #short(file: string): string {
    const within = relative(this.#folder, file);
    return within.startsWith('..') || isAbsolute(within) ? file : within;
  }
}

/** A file of the server's, not of Node's. ES modules are known by URL, CommonJS files by path. */
export const isFile = (url: string): boolean => url.startsWith('file:') || isAbsolute(url);

function readSource(url: string): SourceFile | null {
  try {
    const file = pathOf(url);
    return new SourceFile(file, readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

const probeFolder = new URL('../probe/', import.meta.url);
const probeFolders = [probeFolder.href, fileURLToPath(probeFolder)];

/** The probe is loaded into the server, and no part of it. */
export const isProbe = (url: string): boolean =>
  probeFolders.some((folder) => url.startsWith(folder));

/** Of the server itself: no package and no probe. */
export const isOwn = (url: string): boolean =>
  isFile(url) && !isProbe(url) && !/[\\/]node_modules[\\/]/.test(url);

const pathOf = (url: string): string => (url.startsWith('file:') ? fileURLToPath(url) : url);

export class SourceFile {
  readonly file: string;
  readonly #text: string;
  #lineStarts: readonly number[] | undefined;
  #program: Node | null | undefined;
  #map: SourceMap | null | undefined;

  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text;
  }

  /** The innermost function around a place (counted from 0); null for what is not JavaScript. */
  scopeAt(line: number, column: number): SourceScope | null {
    this.#program ??= this.#parse();
    const program = this.#program;
    if (!program) return null;
    const offset = this.#offsetOf(line, column);
    let found: Node = program;
    if (line > 0 || column > 0) {
      full(program, (node) => {
        if (isFunction(node) && node.start <= offset && offset < node.end) {
          if (node.end - node.start < found.end - found.start) found = node;
        }
      });
    }
    return { node: found, ...linesOf(found), namePlace: namePlaceOf(found) };
  }

  /** Where a scope itself, not a function inside it, calls something of that name. */
  placesOfCalls(scope: SourceScope, isCalled: (name: string) => boolean): readonly Place[] {
    const places: Place[] = [];
    ancestor(scope.node, {
      CallExpression: (node, _state, ancestors) => add(node, node.callee, ancestors),
      NewExpression: (node, _state, ancestors) => add(node, node.callee, ancestors),
    });
    return places;

    function add(node: Node, callee: CallExpression['callee'], ancestors: readonly Node[]): void {
      if (ancestors.findLast((each) => each !== node && isScope(each)) !== scope.node) return;
      const name = nameOf(callee);
      // Where a chain of calls is broken into lines, the call is where its name is.
      if (name !== null && isCalled(name.name)) places.push(name);
    }
  }

  /** Where the compiler found what is at this place; the place itself without a source map. */
  original(line: number, column: number | null): SourceLine {
    this.#map ??= this.#readMap();
    const from = column ?? this.#indentOf(line);
    const entry = this.#map?.findEntry(line - 1, from);
    if (!entry || !('originalSource' in entry)) return { file: this.file, line };
    const { originalSource, originalLine } = entry;
    const { name } = entry as { readonly name?: string };
    const written = { file: resolvedFrom(this.file, originalSource), line: originalLine + 1 };
    return name === undefined ? written : { ...written, name };
  }

  /** The place of an offset in characters. */
  placeOf(offset: number): Place {
    this.#lineStarts ??= lineStartsOf(this.#text);
    const line = countUpTo(this.#lineStarts, offset);
    return { line, column: offset - (this.#lineStarts[line - 1] ?? 0) };
  }

  #parse(): Node | null {
    for (const sourceType of ['module', 'script'] as const) {
      try {
        return parse(this.#text, {
          ecmaVersion: 'latest',
          sourceType,
          locations: true,
          allowHashBang: true,
          allowReturnOutsideFunction: true,
        });
      } catch {
        // The other kind, or not JavaScript.
      }
    }
    return null;
  }

  #offsetOf(line: number, column: number): number {
    let offset = 0;
    for (let at = 0; at < line; at += 1) {
      const end = this.#text.indexOf('\n', offset);
      if (end === -1) break;
      offset = end + 1;
    }
    return offset + column;
  }

  #indentOf(line: number): number {
    const text = this.#text.split('\n', line)[line - 1] ?? '';
    return text.length - text.trimStart().length;
  }

  #readMap(): SourceMap | null {
    const named = /\/\/[#@] sourceMappingURL=(\S+)\s*$/.exec(this.#text.trimEnd())?.[1];
    if (named === undefined) return null;
    try {
      return new SourceMap(JSON.parse(mapText(named, this.file)));
    } catch {
      return null;
    }
  }
}

function lineStartsOf(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) {
    starts.push(end + 1);
  }
  return starts;
}

/** How many of these, which ascend, are no greater. */
function countUpTo(ascending: readonly number[], most: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((ascending[middle] ?? 0) <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mapText(named: string, file: string): string {
  const inline = /^data:application\/json[^,]*?(;base64)?,(.*)$/.exec(named);
  if (!inline) return readFileSync(resolve(dirname(file), decodeURIComponent(named)), 'utf8');
  const [, base64, text = ''] = inline;
  return base64 ? Buffer.from(text, 'base64').toString('utf8') : decodeURIComponent(text);
}

const resolvedFrom = (file: string, source: string): string =>
  pathOf(new URL(source, pathToFileURL(file)).href);

const isFunction = (node: Node): node is FunctionNode =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression';

const isScope = (node: Node): boolean => isFunction(node) || node.type === 'Program';

function nameOf(callee: CallExpression['callee']): (Place & { readonly name: string }) | null {
  // `(0, zlib.deflateSync)(...)`: what compilers make of a call to something imported.
  const last = callee.type === 'SequenceExpression' ? callee.expressions.at(-1) : undefined;
  if (last) return nameOf(last);
  const named = callee.type === 'MemberExpression' ? callee.property : callee;
  if (named.type !== 'Identifier' && named.type !== 'PrivateIdentifier') return null;
  const { line = 0, column = 0 } = named.loc?.start ?? {};
  return { name: named.name, line, column };
}

function namePlaceOf(node: Node): Place | null {
  const start = isFunction(node) ? node.id?.loc?.start : null;
  return start ? { line: start.line, column: start.column } : null;
}

const linesOf = ({ loc }: Node) => ({
  firstLine: loc?.start.line ?? 1,
  firstColumn: loc?.start.column ?? 0,
  lastLine: loc?.end.line ?? Number.POSITIVE_INFINITY,
  lastColumn: loc?.end.column ?? 0,
});
