import * as assert from 'uvu/assert';
import type { StepOutcome } from '../runtime/concerns.ts';
import {
  completing,
  forAnySteps,
  pipelineSuite,
  runDrawn,
  step,
} from '../runtime/suites/pipeline.suite.ts';
import { runPipeline } from './pipeline.ts';

const test = pipelineSuite('optimized pipeline', runPipeline);

test('never runs more than four steps of a run at once', async () => {
  await forAnySteps(runPipeline, ({ mostAtOnce }) => assert.ok(mostAtOnce <= 4));
});

test('runs four independent steps at once, and a fifth when one of them has ended', async () => {
  const steps = completing(...['a', 'b', 'c', 'd', 'e'].map((name) => step(name)));
  const { begun, mostAtOnce } = await runDrawn(runPipeline, steps);
  assert.is(mostAtOnce, 4);
  assert.equal(begun, ['a', 'b', 'c', 'd', 'e']);
});

test('starts a step when its own dependencies end, whatever the rest of their level does', async () => {
  const drawn = completing(
    step('quick'),
    step('slow'),
    step('next', 'quick'),
    step('last', 'next'),
  );
  const slowed = drawn.map((each) => (each.step.name === 'slow' ? { ...each, turns: 50 } : each));
  const { outcomes } = await runDrawn(runPipeline, slowed);
  assert.equal([...outcomes.keys()], ['quick', 'next', 'last', 'slow']);
});

test('waits for the steps under way before it rejects with the fault of one', async () => {
  let ended = false;
  const execute = async ({ name }: { readonly name: string }): Promise<StepOutcome> => {
    if (name === 'faulty') throw new Error('a defect');
    await new Promise((resolve) => setTimeout(resolve, 20));
    ended = true;
    return 'completed';
  };
  const run = runPipeline([step('faulty'), step('slow')], { execute, skip: async () => undefined });
  assert.is(await run.catch(String), 'Error: a defect');
  assert.ok(ended);
});

test.run();
