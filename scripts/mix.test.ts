import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { baseline } from '../baseline/index.ts';
import { optimized } from '../optimized/index.ts';
import { fixesOf, fixNames, mixConcerns, remediesOf } from './mix.ts';
import { snapshot } from './remedies/deep-copy.ts';

const test = suite('mix');

test('there are fourteen fixes, and each switches one concern of its own', () => {
  const switched = fixNames.flatMap((fix) => {
    const mixed = Object.entries(mixConcerns([fix]));
    return mixed.filter(([name, concern]) => Reflect.get(baseline, name) !== concern);
  });
  assert.is(switched.length, 14);
  assert.equal(Object.fromEntries(switched), optimized);
});

test('no fix is the baseline, and all of them are the optimized side', () => {
  assert.equal(mixConcerns([]), baseline);
  assert.equal(mixConcerns(fixNames), optimized);
});

test('the environment switches fixes on by 1 and by nothing else', () => {
  const variables = { FIX_CALL_LOG: '1', FIX_AUTH: '1', FIX_RETRY: '0', FIX_STATE: '' };
  assert.equal(fixesOf(variables), ['call-log', 'auth']);
});

test('a remedy takes the place of its concern, whatever fixes are on', () => {
  const remedies = remediesOf({ REMEDY_DEEP_COPY: '1', REMEDY_GROUPS: '0' });
  assert.equal(remedies, ['deep-copy']);
  assert.is(mixConcerns(fixNames, remedies).snapshot, snapshot);
  assert.is(mixConcerns(fixNames, remedies).runPipeline, optimized.runPipeline);
});

test.run();
