import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { metricNames } from '../record/metric.ts';
import { formatNumber, metricTitle } from './format.ts';

const test = suite('words and numbers of the report');

test('every metric has a title of words, and no two have the same', () => {
  const titles = metricNames.map(metricTitle);
  for (const title of titles) {
    assert.not.match(title.replace(/JavaScript|WebSocket/, ''), /[a-z]\.[a-z]|[a-z][A-Z]|[A-Z]{5}/);
  }
  assert.is(new Set(titles).size, titles.length);
});

const numbers: readonly (readonly [number, string])[] = [
  [0, '0'],
  [1234.5, '1,235'],
  [12.345, '12.3'],
  [0.0123456, '0.0123'],
  [0.0001, '< 0.001'],
  [-0.0001, '> -0.001'],
  [Number.NaN, '-'],
  [Number.POSITIVE_INFINITY, '-'],
];
for (const [value, words] of numbers) {
  test(`${value} is written ${words}`, () => assert.is(formatNumber(value), words));
}

test.run();
