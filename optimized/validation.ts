/**
 * Finding 8. Slow was building the schema for each call (0.7 ms; parsing takes 0.006), and parsing
 * in each layer what the edge had parsed.
 * Now the schemas are built and compiled once, the edge parses (0.001 ms), and the type says so to
 * the layers behind it, which get the same object back.
 * Costs code generated at start, and trust: a layer that changed a request would go unnoticed,
 * which its readonly type forbids.
 */
import { z } from 'zod';
import type { Validated, Validation } from '../runtime/concerns.ts';
import { InvalidRequest } from '../runtime/errors.ts';
import { buildAnalyzeRequestSchema, buildRunRequestSchema } from '../runtime/request-schema.ts';

/** How many faults a message names; the rest are counted. */
const namedFaults = 20;

// What a compiled schema refuses, zod parses again in the ordinary way: the faults are the same.
const runRequestSchema = z.compile(buildRunRequestSchema());
const analyzeRequestSchema = z.compile(buildAnalyzeRequestSchema());

/** Checks requests at the edge and behind it. Throws `InvalidRequest` with every fault. */
export const validation: Validation = {
  run(body) {
    return validate(runRequestSchema, body);
  },

  analyze(body) {
    return validate(analyzeRequestSchema, body);
  },

  runAgain(request) {
    return request;
  },
};

function validate<T>(schema: z.ZodType<T>, body: unknown): Validated<T> {
  const result = schema.safeParse(body);
  if (!result.success) throw new InvalidRequest(describeFaults(result.error));
  return result.data as Validated<T>;
}

function describeFaults({ issues }: z.ZodError): string {
  const faults = issues
    .slice(0, namedFaults)
    .map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`);
  const more = issues.length - faults.length;
  return [...faults, ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}
