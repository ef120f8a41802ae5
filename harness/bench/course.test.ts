import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Verdict } from '../record/run.ts';
import type { Crossing } from './bench-result.ts';
import { courseOf } from './course.ts';

const test = suite('course');

const letters: Readonly<Record<string, Verdict>> = {
  f: 'faster',
  s: 'slower',
  e: 'same',
  u: 'unsure',
  n: 'not judged',
};

/** Verdicts of the sizes 1, 2, 3, ... by their letter; after:before:becomes of each crossing. */
const table: readonly [verdicts: string, words: string, crossings: readonly string[]][] = [
  ['', 'not measured', []],
  ['f', 'faster at 1', []],
  ['ffff', 'faster at every size', []],
  ['ssss', 'slower at every size', []],
  ['nnnn', 'not judged at every size', []],
  ['sfff', 'slower at 1, faster from 2 on', ['1:2:faster']],
  ['ssff', 'slower from 1 to 2, faster from 3 on', ['2:3:faster']],
  ['fffs', 'faster from 1 to 3, slower at 4', ['3:4:slower']],
  ['sueff', 'slower at 1, unsure at 2, the same at 3, faster from 4 on', ['1:4:faster']],
  ['uuff', 'unsure from 1 to 2, faster from 3 on', []],
  ['fuf', 'faster at 1, unsure at 2, faster at 3', []],
  [
    'sfsf',
    'slower at 1, faster at 2, slower at 3, faster at 4',
    [...['1:2:faster', '2:3:slower', '3:4:faster']],
  ],
  ['see', 'slower at 1, the same from 2 on', []],
];

const shorten = ({ after, before, becomes }: Crossing) => `${after}:${before}:${becomes}`;

test('is said in words, and has the crossing points between sizes with a verdict', () => {
  for (const [verdicts, words, crossings] of table) {
    const sizes = [...verdicts].map((letter, index) => {
      return { size: `${index + 1}`, verdict: letters[letter] ?? 'not judged' };
    });
    const course = courseOf('optimized', 'baseline', sizes);
    assert.is(course.words, words, verdicts);
    assert.equal(course.crossings.map(shorten), crossings, verdicts);
  }
});

test.run();
