/**
 * Spans of an OTLP export in JSON: protobuf's JSON mapping, but ids in hexadecimal and enums as
 * numbers (opentelemetry.io/docs/specs/otlp, "JSON Protobuf Encoding"). Unknown fields are ignored.
 */
import { z } from 'zod';
import { type Attributes, checkedSpan, type Span } from './span.ts';

/** 64 bits: a text, or a number from those that do not mind its precision. */
const wide = z.union([z.string().regex(/^-?\d+$/), z.number()]);

const anyValue = z.object({
  stringValue: z.string().optional(),
  boolValue: z.boolean().optional(),
  intValue: wide.optional(),
  doubleValue: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]).optional(),
});

const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().default(''),
  name: z.string().default(''),
  kind: z.number().default(0),
  startTimeUnixNano: wide,
  endTimeUnixNano: wide,
  attributes: z.array(z.object({ key: z.string(), value: anyValue.optional() })).default([]),
  status: z.object({ code: z.number().default(0) }).default({ code: 0 }),
});

const scopeSpans = z.object({ spans: z.array(span).default([]) });
const resourceSpans = z.object({ scopeSpans: z.array(scopeSpans).default([]) });
const traces = z.object({ resourceSpans: z.array(resourceSpans).default([]) });

/** Throws an `Error` whose message names the fault. */
export function decodeJson(body: Buffer): readonly Span[] {
  const parsed = traces.safeParse(JSON.parse(body.toString('utf8')));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data.resourceSpans.flatMap((resource) =>
    resource.scopeSpans.flatMap((scope) => scope.spans.map(spanOf)),
  );
}

function spanOf(read: z.infer<typeof span>): Span {
  return checkedSpan({
    ...read,
    parentId: read.parentSpanId,
    startUs: microseconds(read.startTimeUnixNano),
    endUs: microseconds(read.endTimeUnixNano),
    attributes: attributesOf(read.attributes),
    statusCode: read.status.code,
  });
}

const microseconds = (ns: string | number): number => Number(ns) / 1000;

function attributesOf(read: z.infer<typeof span>['attributes']): Attributes {
  const kept = read.flatMap(({ key, value }) => {
    const plain = value && plainOf(value);
    return plain === undefined ? [] : [[key, plain]];
  });
  return Object.fromEntries(kept);
}

function plainOf(value: z.infer<typeof anyValue>): Attributes[string] | undefined {
  const { stringValue, boolValue, intValue, doubleValue } = value;
  const number = intValue ?? doubleValue;
  return stringValue ?? boolValue ?? (number === undefined ? undefined : Number(number));
}
