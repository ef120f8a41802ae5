import * as assert from 'uvu/assert';
import { analysisSuite } from '../runtime/suites/analysis.suite.ts';
import { analysis } from './analysis.ts';

const test = analysisSuite('baseline analysis', analysis);

test('names the module that a worker thread imports it from', () => {
  assert.is(analysis.module, new URL('./analysis.js', import.meta.url).href);
});

test.run();
