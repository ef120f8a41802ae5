import * as assert from 'uvu/assert';
import {
  completing,
  forAnySteps,
  pipelineSuite,
  runDrawn,
  step,
} from '../runtime/suites/pipeline.suite.ts';
import { runPipeline } from './pipeline.ts';

const test = pipelineSuite('baseline pipeline', runPipeline);

test('runs one step at a time: the mistake', async () => {
  await forAnySteps(runPipeline, ({ mostAtOnce }) => assert.ok(mostAtOnce <= 1));
});

test('keeps to the order of the request where dependencies allow', async () => {
  const steps = completing(step('d', 'b'), step('a'), step('b', 'a'), step('c'));
  const { begun } = await runDrawn(runPipeline, steps);
  assert.equal(begun, ['a', 'b', 'd', 'c']);
});

test.run();
