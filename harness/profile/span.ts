/** A span as OpenTelemetry exports it, reduced to what is drawn. */
export interface Span {
  /** 32 and 16 hexadecimal digits, in small letters. */
  readonly traceId: string;
  readonly spanId: string;
  /** Null for a span that nobody called. */
  readonly parentId: string | null;
  readonly name: string;
  readonly kind: SpanKind;
  /** Microseconds since the epoch. As doubles they are exact to a quarter of one. */
  readonly startUs: number;
  readonly endUs: number;
  /** Lists, maps and bytes are left out, and long texts are cut: nothing here needs them. */
  readonly attributes: Attributes;
  readonly failed: boolean;
}

export type Attributes = Readonly<Record<string, string | number | boolean>>;

type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** A span as either format has it, before it is checked. */
export interface RawSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for none. */
  readonly parentId: string;
  readonly name: string;
  /** 1 to 5; 0 and what is unknown count as internal, as the protocol allows. */
  readonly kind: number;
  readonly startUs: number;
  readonly endUs: number;
  readonly attributes: Attributes;
  readonly statusCode: number;
}

const kinds: readonly SpanKind[] = ['internal', 'server', 'client', 'producer', 'consumer'];
/** STATUS_CODE_ERROR */
const statusError = 2;
const longestText = 1000;

/** Throws an `Error` that names what is wrong with the span. */
export function checkedSpan(raw: RawSpan): Span {
  const { name, startUs, endUs, kind, statusCode } = raw;
  if (!(startUs > 0 && endUs >= startUs)) {
    throw new Error(`span ${name} starts at ${startUs} us and ends at ${endUs} us`);
  }
  return {
    traceId: idOf(raw.traceId, 32, 'trace id'),
    spanId: idOf(raw.spanId, 16, 'span id'),
    parentId: raw.parentId === '' ? null : idOf(raw.parentId, 16, 'parent span id'),
    name: name.slice(0, longestText),
    kind: kinds[kind - 1] ?? 'internal',
    startUs,
    endUs,
    attributes: Object.fromEntries(Object.entries(raw.attributes).map(shortened)),
    failed: statusCode === statusError,
  };
}

function idOf(text: string, digits: number, what: string): string {
  if (text.length === digits && /^[0-9a-f]+$/i.test(text)) return text.toLowerCase();
  throw new Error(`expected a ${what} of ${digits} hexadecimal digits, not "${text.slice(0, 40)}"`);
}

const shortened = ([key, value]: [string, Attributes[string]]): [string, Attributes[string]] => [
  key,
  typeof value === 'string' ? value.slice(0, longestText) : value,
];
