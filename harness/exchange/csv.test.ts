import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { csv } from './csv.ts';

const test = suite('csv');

/** As csv-parse reads it, which keeps to RFC 4180. */
const read = (text: string): unknown => parse(text, { relaxColumnCount: false });

const cells: readonly [unknown: string | number | boolean | null, written: string][] = [
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "no"', '"say ""no"""'],
  ['two\nlines', '"two\nlines"'],
  [' outer ', '" outer "'],
  [1.5, '1.5'],
  [-3, '-3'],
  [1e-9, '1e-9'],
  [true, 'true'],
  [null, ''],
  [Number.NaN, ''],
  [Number.POSITIVE_INFINITY, ''],
];
for (const [cell, written] of cells) {
  test(`${JSON.stringify(cell)} is written as ${JSON.stringify(written)}`, () => {
    assert.is(csv([['x', cell]]), `x,${written}\r\n`);
  });
}

for (const text of [
  '=1+1',
  '+1',
  '-1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '  =1',
  '＝1',
  '=cmd|" /C calc"!A0',
]) {
  test(`${JSON.stringify(text)} is text to a spreadsheet, too`, () => {
    assert.equal(read(csv([[text, 'x']])), [[`'${text}`, 'x']]);
  });
}

const apart = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

test('whatever is in a cell, a reader gets it back, and none begins as a formula does', () =>
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 2 }), {
        minLength: 1,
      }),
      (rows) => {
        const expected = rows.map((row) =>
          row.map((cell) => (apart.test(cell) ? `'${cell}` : cell)),
        );
        // A byte order mark at the very front belongs to the file, not to its first cell.
        const text = csv([['first', 'second'], ...rows]);
        assert.equal(read(text), [['first', 'second'], ...expected]);
      },
    ),
  ));

test.run();
