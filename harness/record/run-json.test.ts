import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { plainNames, sampleRun } from '../report/sample-run.ts';
import { asStored, runJson } from './run-json.ts';

const test = suite('run.json');

test('keeps whole numbers and seven digits of others', () => {
  const run = sampleRun(plainNames);
  const environment = { ...run.environment, seconds: 1234.5678912, memoryMiB: 123_456_789_012 };
  const read = JSON.parse(runJson({ ...run, environment }));
  assert.equal(read.environment, { ...environment, seconds: 1234.568 });
  assert.is(read.scenarios[0].metrics['response.p50'].ratio.value, 0.6902174);
});

test('what is stored is kept as it is by storing it again, the sign of nothing is not', () => {
  const run = asStored(sampleRun(plainNames));
  assert.equal(asStored(run), run);
  assert.equal(JSON.parse(runJson(run)), run);
  const environment = { ...run.environment, seconds: -0 };
  assert.ok(Object.is(asStored({ ...run, environment }).environment.seconds, 0));
});

test.run();
