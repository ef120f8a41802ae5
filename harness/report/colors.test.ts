import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ColorName, colors, darkColors } from './colors.ts';

const test = suite('colors');

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const texts: readonly ColorName[] = ['ink', 'quiet', 'baseline', 'candidate', 'faster', 'slower'];
for (const [theme, tokens] of [
  ['light', colors],
  ['dark', darkColors],
] as const) {
  for (const name of texts) {
    test(`${name} can be read on ${theme} paper (4.5 or more)`, () => {
      assert.ok(contrast(tokens[name], tokens.paper) >= 4.5);
    });
  }
}

/** WCAG 2.2, 1.4.11: what is not text. */
for (const [theme, tokens] of [
  ['light', colors],
  ['dark', darkColors],
] as const) {
  for (const name of ['step', 'call', 'statement', 'wait'] as const) {
    test(`a bar of ${name} can be seen on ${theme} paper (3 or more)`, () => {
      assert.ok(contrast(tokens[name], tokens.paper) >= 3);
    });
  }
}

test('black on white has a contrast of 21 (WCAG)', () => {
  assert.is(Math.round(contrast('#000000', '#ffffff')), 21);
});

test.run();
