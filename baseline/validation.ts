/**
 * Finding 8. Every layer trusts nobody and parses the whole request again, each time by a schema
 * that is built inside the call, which costs far more than the parsing. Seen in NangoHQ/nango#5030
 * (a schema built for each request) and apify/crawlee#4123 (interpreted for each request).
 */
import type { z } from 'zod';
import type { Validated, Validation } from '../runtime/concerns.ts';
import { InvalidRequest } from '../runtime/errors.ts';
import { buildAnalyzeRequestSchema, buildRunRequestSchema } from '../runtime/request-schema.ts';

/** How many faults a message names; the rest are counted. */
const namedFaults = 20;

/** Checks requests at the edge and behind it. Throws `InvalidRequest` with every fault. */
export const validation: Validation = {
  run(body) {
    return validate(buildRunRequestSchema(), body);
  },

  analyze(body) {
    return validate(buildAnalyzeRequestSchema(), body);
  },

  runAgain(request) {
    return validate(buildRunRequestSchema(), request);
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
