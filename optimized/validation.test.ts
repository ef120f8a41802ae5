import * as assert from 'uvu/assert';
import { z } from 'zod';
import { buildAnalyzeRequestSchema, buildRunRequestSchema } from '../runtime/request-schema.ts';
import { request, validationSuite } from '../runtime/suites/validation.suite.ts';
import { validation } from './validation.ts';

const test = validationSuite('optimized validation', validation);

test('gives the layers behind the edge the very same object', () => {
  const atEdge = validation.run(request);
  assert.is(validation.runAgain(atEdge, 'step'), atEdge);
});

test('has schemas that zod compiles: a strict compilation would throw', () => {
  z.compile(buildRunRequestSchema(), { strict: true });
  z.compile(buildAnalyzeRequestSchema(), { strict: true });
});

test.run();
