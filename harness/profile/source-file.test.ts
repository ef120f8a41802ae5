import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { callLines } from './call-line.ts';
import { Sources } from './source-file.ts';

const test = suite('source file');
const folder = mkdtempSync(join(tmpdir(), 'tandem-source-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));

const text = `import { gzipSync } from 'node:zlib';
export function outer(list) {
  work();
  const inner = () => {
    work();
  };
  list
    .map(inner)
    .filter(Boolean);
  return new Worker((0, zlib.gzipSync)(list));
}
class Queue {
  #turn() {
    work();
  }
  run = () => this.#turn();
}
work();
`;
const file = join(folder, 'queue.mjs');
writeFileSync(file, text);
const url = pathToFileURL(file).href;
const none = new Map<number, number>();

/** Of the innermost function around what is marked in the text. */
function linesOf(marked: string, callee: string, ticks = none): readonly number[] {
  const offset = text.indexOf(marked);
  const before = text.slice(0, offset).split('\n');
  const source = new Sources(folder).at(url);
  const scope = source?.scopeAt(before.length - 1, before.at(-1)?.length ?? 0);
  if (!source || !scope) throw new Error('the source can not be read');
  return callLines(source, scope, callee, ticks);
}

const cases: readonly (readonly [marked: string, callee: string, lines: readonly number[]])[] = [
  ['(list) {', 'work', [3]],
  ['() => {', 'work', [5]],
  ['(list) {', 'map', [8]],
  ['(list) {', 'filter', [9]],
  ['(list) {', 'Worker', [10]],
  ['(list) {', 'syncBufferWrapper', [10]],
  ['(list) {', 'gzipSync', [10]],
  ['(list) {', 'get map', [8]],
  ['(list) {', 'toString', []],
  ['() {\n    work', 'work', [14]],
  ['() => this', 'turn', [16]],
  ['import', 'work', [18]],
];

for (const [marked, callee, lines] of cases) {
  test(`${callee} is called from ${JSON.stringify(marked)} on ${lines.join() || 'no line'}`, () => {
    assert.equal(linesOf(marked, callee), lines);
  });
}

test('of several lines that call the same, the one that was seen running', () => {
  const twice = join(folder, 'twice.cjs');
  writeFileSync(twice, 'function f() {\n  now();\n  while (now());\n}\n');
  const source = new Sources(folder).at(twice);
  const scope = source?.scopeAt(0, 10);
  if (!source || !scope) throw new Error('the source can not be read');
  assert.equal(callLines(source, scope, 'now', none), [2, 3]);
  assert.equal(
    callLines(
      source,
      scope,
      'now',
      new Map([
        [3, 4],
        [2, 1],
      ]),
    ),
    [3],
  );
});

test('what was compiled is found where it was written, and named from the folder', () => {
  const compiled = fileURLToPath(new URL('./source-file.js', import.meta.url));
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const sources = new Sources(root);
  const place = sources.original(pathToFileURL(compiled).href, 1, 0);
  assert.is(place.file, join('harness', 'profile', 'source-file.ts'));
});

test('a source map may stand in the file itself', () => {
  const map = {
    version: 3,
    sources: ['written.ts'],
    names: [],
    mappings: 'AAEA',
  };
  const inline = Buffer.from(JSON.stringify(map)).toString('base64');
  const bundle = join(folder, 'bundle.js');
  writeFileSync(bundle, `f();\n//# sourceMappingURL=data:application/json;base64,${inline}\n`);
  assert.equal(new Sources(folder).original(bundle, 1, 0), { file: 'written.ts', line: 3 });
});

test('what can not be read keeps its name and line', () => {
  const sources = new Sources(folder);
  const gone = join(folder, 'gone.js');
  assert.equal(sources.original(gone, 7, 0), { file: 'gone.js', line: 7 });
  assert.equal(sources.original('node:fs', 7, 0), { file: 'node:fs', line: 7 });
  const typed = join(folder, 'typed.ts');
  writeFileSync(typed, 'const a: number = 1;\n');
  assert.is(sources.at(typed)?.scopeAt(0, 0), null);
});

test.run();
