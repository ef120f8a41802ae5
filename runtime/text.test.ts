import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cutText, storableText } from './text.ts';

const test = suite('text');

const cuts: readonly [text: string, characters: number, cut: string][] = [
  ['short', 10, 'short'],
  ['exact', 5, 'exact'],
  ['longer', 4, 'long'],
  ['ab😀cd', 3, 'ab'],
  ['ab😀cd', 4, 'ab😀'],
  ['', 3, ''],
];
for (const [text, characters, cut] of cuts) {
  test(`${JSON.stringify(text)} cut to ${characters} is ${JSON.stringify(cut)}`, () => {
    assert.is(cutText(text, characters), cut);
  });
}

test('NUL and halves of surrogate pairs are replaced, whole pairs stay', () => {
  assert.is(storableText('a\0b\ud83dc\ude00d😀'), 'a\uFFFDb\uFFFDc\uFFFDd😀');
});

test('whatever a text holds, once storable it survives UTF-8, cut anywhere', () => {
  const property = fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, characters) => {
    const cut = cutText(storableText(text), characters);
    assert.is(Buffer.from(cut).toString(), cut);
    assert.not.ok(cut.includes('\0'));
  });
  void fc.assert(property);
});

test.run();
