import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArmResult } from '../record/arm-result.ts';
import { responseTimesCsv } from './response-times-csv.ts';
import { plainNames, sampleRecording, sampleRun } from './sample-run.ts';

const test = suite('responseTimesCsv');

const arms = sampleRecording(sampleRun(plainNames)).events.flatMap((event): ArmResult[] =>
  event.kind === 'arm' ? [event.arm] : [],
);

const linesOf = (text: string): readonly string[] => text.trimEnd().split('\r\n');

/** So many operations an arm. */
const repeated = (times: number): readonly ArmResult[] =>
  arms.map((arm) => ({
    ...arm,
    load: {
      ...arm.load,
      operations: Array.from({ length: times }, () => arm.load.operations).flat(),
    },
  }));

test('has a line an operation, in milliseconds', () => {
  const lines = linesOf(responseTimesCsv(arms));
  assert.is(lines.length, 1 + 80);
  assert.is(lines[0], 'scenario,side,launch,unit,planned_ms,response_ms,outcome,stands_for');
  assert.is(lines[2], 'pipeline,baseline,0,0,50,6,completed,1');
});

test('of many takes every so many, and says how many a line stands for', () => {
  const lines = linesOf(responseTimesCsv(repeated(100)));
  assert.is(lines.length, 1 + 2 * 2000);
  assert.match(lines[1] ?? '', /,2$/);
});

test('leaves out arms that are not valid, and is a header where there is nothing', () => {
  const invalid = arms.map((arm) => ({
    ...arm,
    validity: { state: 'invalid', reasons: ['too busy'] } as const,
  }));
  assert.is(linesOf(responseTimesCsv(invalid)).length, 1);
  assert.is(linesOf(responseTimesCsv([])).length, 1);
});

test.run();
