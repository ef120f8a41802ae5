import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { splitFlags } from './split-flags.ts';

const test = suite('flags of the action');

test('quotes keep blanks, and nothing else is special', () => {
  assert.equal(splitFlags(''), []);
  assert.equal(
    splitFlags(` --candidate 'node x.js' --limit  a.ratio<=1.05\n--header="a: b" $X *`),
    [...['--candidate', 'node x.js', '--limit', 'a.ratio<=1.05', '--header=a: b', '$X', '*']],
  );
  assert.equal(splitFlags(`--body '{"a": 1}' ''`), ['--body', '{"a": 1}', '']);
});

test('a quote that is not closed is told', () => {
  for (const text of [`--candidate 'node x.js`, `"`, `--header 'it's'`]) {
    assert.throws(() => splitFlags(text), /a quote is not closed/);
  }
});

test.run();
