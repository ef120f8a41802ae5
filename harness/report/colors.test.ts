import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contrast, difference, mixed, seenWith, sights } from './color-sight.ts';
import { type ColorName, colors, darkColors } from './colors.ts';

const test = suite('colors');

const themes = [
  ['light', colors],
  ['dark', darkColors],
] as const;

/** How much of a colour is in the ground that its verdict stands on. */
const tint = 0.08;

const texts: readonly ColorName[] = ['ink', 'quiet', 'baseline', 'candidate', 'faster', 'slower'];
const decorations: readonly ColorName[] = ['grid', 'paper'];
const names = Object.keys(colors) as ColorName[];

for (const [theme, tokens] of themes) {
  const tinted = mixed(tokens.quiet, tokens.paper, tint);
  for (const name of texts) {
    test(`${name} can be read on ${theme} paper, tinted too (4.5 or more)`, () => {
      assert.ok(contrast(tokens[name], tokens.paper) >= 4.5);
      assert.ok(contrast(tokens[name], tinted) >= 4.5, `${contrast(tokens[name], tinted)}`);
    });
  }
  for (const name of names.filter((each) => !decorations.includes(each))) {
    test(`a line of ${name} can be seen on ${theme} paper (WCAG 2.2, 1.4.11: 3 or more)`, () => {
      assert.ok(contrast(tokens[name], tokens.paper) >= 3);
    });
  }
  for (const sight of sights) {
    test(`the sides differ for people with ${sight}, ${theme}`, () => {
      const [baseline, candidate] = [tokens.baseline, tokens.candidate].map((color) =>
        seenWith(sight, color),
      );
      assert.ok(baseline && candidate);
      assert.ok(difference(baseline, candidate) >= 40, `${difference(baseline, candidate)}`);
      for (const seen of [baseline, candidate]) assert.ok(contrast(seen, tokens.paper) >= 3, seen);
    });
  }
}

test('black on white has a contrast of 21 (WCAG)', () => {
  assert.is(Math.round(contrast('#000000', '#ffffff')), 21);
});

test('without red-green sight, a red and a green of one lightness are nearly the same', () => {
  const apart = (sight: 'all colours' | 'deuteranopia') =>
    difference(seenWith(sight, '#b35c00'), seenWith(sight, '#7a7a00'));
  assert.ok(apart('deuteranopia') < apart('all colours') / 2);
});

test.run();
