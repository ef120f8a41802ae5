/**
 * Spans of an OTLP export in protobuf. Field numbers are those of opentelemetry-proto 1.x:
 * collector/trace/v1/trace_service.proto, trace/v1/trace.proto, common/v1/common.proto. Fields
 * that are not asked for are skipped.
 */
import { PbfReader } from 'pbf';
import { type Attributes, checkedSpan, type RawSpan, type Span } from './span.ts';

/** Reads one field into what is being built; one that it does not know it leaves unread. */
type Field<T> = (into: T, from: PbfReader) => void;
type Fields<T> = Readonly<Record<number, Field<T>>>;
type Writable<T> = { -readonly [name in keyof T]: T[name] };

interface Pair {
  key: string;
  value: Attributes[string] | undefined;
}

const anyValue: Fields<Pair> = {
  1: (pair, from) => {
    pair.value = from.readString();
  },
  2: (pair, from) => {
    pair.value = from.readBoolean();
  },
  3: (pair, from) => {
    pair.value = from.readVarint(true);
  },
  4: (pair, from) => {
    pair.value = from.readDouble();
  },
};

const keyValue: Fields<Pair> = {
  1: (pair, from) => {
    pair.key = from.readString();
  },
  2: (pair, from) => readMessage(from, anyValue, pair),
};

interface SpanBeingRead extends Writable<Omit<RawSpan, 'attributes'>> {
  readonly attributes: Record<string, Attributes[string]>;
}

const status: Fields<SpanBeingRead> = {
  3: (span, from) => {
    span.statusCode = from.readVarint();
  },
};

const span: Fields<SpanBeingRead> = {
  1: (span, from) => {
    span.traceId = hexadecimal(from);
  },
  2: (span, from) => {
    span.spanId = hexadecimal(from);
  },
  4: (span, from) => {
    span.parentId = hexadecimal(from);
  },
  5: (span, from) => {
    span.name = from.readString();
  },
  6: (span, from) => {
    span.kind = from.readVarint();
  },
  7: (span, from) => {
    span.startUs = from.readFixed64() / 1000;
  },
  8: (span, from) => {
    span.endUs = from.readFixed64() / 1000;
  },
  9: ({ attributes }, from) => {
    const pair: Pair = { key: '', value: undefined };
    readMessage(from, keyValue, pair);
    if (pair.value !== undefined) attributes[pair.key] = pair.value;
  },
  15: (span, from) => readMessage(from, status, span),
};

const scopeSpans: Fields<Span[]> = {
  2: (spans, from) => {
    const read = emptySpan();
    readMessage(from, span, read);
    spans.push(checkedSpan(read));
  },
};

const resourceSpans: Fields<Span[]> = {
  2: (spans, from) => readMessage(from, scopeSpans, spans),
};

const traces: Fields<Span[]> = {
  1: (spans, from) => readMessage(from, resourceSpans, spans),
};

/** Throws an `Error` when the body is not such an export, or cut off. */
export function decodeProtobuf(body: Buffer): readonly Span[] {
  const spans: Span[] = [];
  const from = new PbfReader(body);
  readUntil(from, from.length, traces, spans);
  return spans;
}

function readMessage<T>(from: PbfReader, fields: Fields<T>, into: T): void {
  const length = from.readVarint();
  readUntil(from, from.pos + length, fields, into);
}

/** The reader itself does not mind reading past the end: a body that was cut off must not pass. */
function readUntil<T>(from: PbfReader, end: number, fields: Fields<T>, into: T): void {
  if (end > from.length) throw new Error('the message is cut off');
  from.readFields((tag) => fields[tag]?.(into, from), null, end);
  if (from.pos !== end) throw new Error('a field is longer than its message');
}

const hexadecimal = (from: PbfReader): string => Buffer.from(from.readBytes()).toString('hex');

const emptySpan = (): SpanBeingRead => ({
  traceId: '',
  spanId: '',
  parentId: '',
  name: '',
  kind: 0,
  startUs: 0,
  endUs: 0,
  attributes: {},
  statusCode: 0,
});
