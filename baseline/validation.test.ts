import * as assert from 'uvu/assert';
import { request, validationSuite } from '../runtime/suites/validation.suite.ts';
import { validation } from './validation.ts';

const test = validationSuite('baseline validation', validation);

test('parses the whole request again behind the edge: the mistake', () => {
  const atEdge = validation.run(request);
  const again = validation.runAgain(atEdge, 'step');
  assert.is.not(again, atEdge);
  assert.is.not(again.steps[0], atEdge.steps[0]);
});

test.run();
