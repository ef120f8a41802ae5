import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { fewestFixes, mostFixes, planDesign, signIn, weight } from './design.ts';
import { allFixes, isOn, noFixes, signOf } from './mix.ts';

const test = suite('design');

const everyCount = Array.from({ length: mostFixes - fewestFixes + 1 }, (_, n) => n + fewestFixes);
const designOf = (fixes: number) => planDesign(fixes, seededRandom(`design/${fixes}`));

test('columns are orthogonal, and at least two are spare', () => {
  for (const fixes of everyCount) {
    const { words, spare, pairs } = designOf(fixes);
    const columns = [...words, ...spare];
    assert.ok(spare.length >= 2);
    assert.is(new Set(columns).size, columns.length);
    for (const [index, word] of columns.entries()) {
      for (const other of columns.slice(0, index)) {
        const product = pairs.map(({ row }) => signIn(row, word) * signIn(row, other));
        assert.is(sum(product), 0, `${fixes} fixes`);
      }
    }
  }
});

test('a fix is on in just one of a pair, where its column says', () => {
  for (const fixes of everyCount) {
    const { words, pairs } = designOf(fixes);
    for (const { row, from, to } of pairs) {
      assert.is(from ^ to, allFixes(fixes));
      for (const [fix, word] of words.entries()) assert.is(signOf(to, fix), signIn(row, word));
    }
  }
});

test('nothing on against all on is one of the pairs', () => {
  for (const fixes of everyCount) {
    const { pairs } = designOf(fixes);
    assert.ok(pairs.some(({ from, to }) => from === noFixes && to === allFixes(fixes)));
  }
});

test('no fix shares its column with a pair: resolution IV', () => {
  for (const fixes of everyCount) {
    const { words } = designOf(fixes);
    const products = new Set(words.flatMap((a) => words.map((b) => a ^ b)));
    for (const word of words) assert.not(products.has(word));
  }
});

/** From so many fixes on, so many pairs. */
const sizes: readonly [number, number][] = [
  [2, 4],
  [3, 8],
  [7, 16],
  [15, 32],
];

for (const fixes of everyCount) {
  const pairs = sizes.reduce((found, [from, count]) => (fixes >= from ? count : found), 0);
  test(`${fixes} fixes take ${pairs} pairs, and leave ${pairs - fixes} columns`, () => {
    const design = designOf(fixes);
    assert.is(design.pairs.length, pairs);
    assert.is(design.spare.length, pairs - fixes);
  });
}

test('which fix has which column is what it was when the reference was measured', () => {
  const { words, spare } = planDesign(14, seededRandom('1/design'));
  assert.equal(words, [31, 16, 19, 13, 1, 4, 14, 7, 2, 25, 21, 22, 11, 8]);
  assert.equal(spare, [28, 26]);
});

// NIST Dataplot, DEXRES4, 2^(14-9): 77 words of length four, by the choice of columns of minimum aberration.
test('14 fixes have 77 words of length four', () => {
  const { words } = designOf(14);
  const products = pairsOf(words).map(([a, b]) => a ^ b);
  // Each word of length four is three pairs of pairs.
  const four = pairsOf(products).filter(([a, b]) => a === b).length / 3;
  assert.is(four, 77);
});

test('bits are counted and read', () => {
  assert.is(weight(0), 0);
  assert.is(weight(0b1011), 3);
  assert.ok(isOn(0b100, 2));
  assert.not(isOn(0b100, 1));
});

const pairsOf = (items: readonly number[]): readonly (readonly [number, number])[] =>
  items.flatMap((a, index) => items.slice(0, index).map((b) => [a, b] as const));

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

test.run();
