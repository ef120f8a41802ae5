import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { packPart, unpackParts } from './stored-parts.ts';

const test = suite('parts of the reference');
const root = mkdtempSync(join(tmpdir(), 'tandem-parts-'));
const [folders, store, elsewhere] = ['folders', 'store', 'elsewhere'].map((name) =>
  join(root, name),
) as [string, string, string];
const recording = '{"schema":"tandem/recording@1"}\n{"kind":"arm"}\n';

test.after(() => rmSync(root, { recursive: true }));

test('nothing was stored: nothing is unpacked', () => {
  unpackParts(store, folders);
  assert.throws(() => readFileSync(join(folders, 'busy', 'arms.ndjson')));
});

test('a part comes back byte for byte', () => {
  mkdirSync(join(folders, 'busy'), { recursive: true });
  writeFileSync(join(folders, 'busy', 'arms.ndjson'), recording);
  packPart(folders, 'busy', store);
  unpackParts(store, elsewhere);
  assert.is(readFileSync(join(elsewhere, 'busy', 'arms.ndjson'), 'utf8'), recording);
});

test('what was measured since it was stored stays', () => {
  const longer = `${recording}{"kind":"arm"}\n`;
  writeFileSync(join(elsewhere, 'busy', 'arms.ndjson'), longer);
  unpackParts(store, elsewhere);
  assert.is(readFileSync(join(elsewhere, 'busy', 'arms.ndjson'), 'utf8'), longer);
});

test.run();
