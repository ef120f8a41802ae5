/** Takes the spans that a measured server exports over OTLP/HTTP, whichever SDK it uses. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { PbfWriter } from 'pbf';
import { decodeJson } from './otlp-json.ts';
import { decodeProtobuf } from './otlp-protobuf.ts';
import type { Span } from './span.ts';

export interface OtlpReceiver {
  /** What a server is started with, so that its spans come here. */
  readonly environment: Readonly<Record<string, string>>;
  /** All that came since the last call, in order of arrival. */
  takeSpans(): readonly Span[];
  /** How many came since the start and could not be kept. */
  droppedSpans(): number;
  /** Ends the connections too: who still exports is refused. */
  close(): Promise<void>;
}

/** At about 1 KB each, 100 MB. */
const mostSpans = 100_000;
/** Of a body, packed or not. SDKs send 512 spans at a time, of a few hundred bytes each. */
const mostBytes = 16 * 2 ** 20;

const formats: Readonly<Record<string, { decode(body: Buffer): readonly Span[] }>> = {
  'application/json': { decode: decodeJson },
  'application/x-protobuf': { decode: decodeProtobuf },
};

/** A request that is refused, with its HTTP status. */
class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * Listens on a free port of 127.0.0.1. Metrics and logs are accepted and forgotten: a server that
 * exports them too must not be told to try again. `most` bounds the spans kept between two calls
 * of `takeSpans`.
 */
export async function openOtlpReceiver(most = mostSpans): Promise<OtlpReceiver> {
  let spans: Span[] = [];
  let dropped = 0;
  const keep = (came: readonly Span[]) => {
    const kept = came.slice(0, most - spans.length);
    spans.push(...kept);
    dropped += came.length - kept.length;
  };
  const server = createServer((request, response) => void receive(request, response, keep));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    environment: environmentOf((server.address() as AddressInfo).port),
    takeSpans: () => {
      const taken = spans;
      spans = [];
      return taken;
    },
    droppedSpans: () => dropped,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/**
 * The protocol is named because SDKs differ in what they take when it is not; every span counts,
 * whatever a sampler of the user's environment says; and 200 ms instead of 5 s, so that the spans
 * of an arm are there soon after its end.
 */
const environmentOf = (port: number): OtlpReceiver['environment'] => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  // Where the caller's environment has one for traces alone, SDKs take that.
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `http://127.0.0.1:${port}/v1/traces`,
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf',
  OTEL_TRACES_SAMPLER: 'always_on',
  OTEL_BSP_SCHEDULE_DELAY: '200',
});

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  keep: (spans: readonly Span[]) => void,
): Promise<void> {
  const type = contentTypeOf(request);
  try {
    const decode = decoderOf(request, type);
    const body = await readBody(request);
    keep(decode(body));
    answer(response, 200, type, null);
  } catch (error) {
    // The rest is read, and forgotten: a client that is still sending would miss the answer.
    request.resume();
    const status = error instanceof Refusal ? error.status : 400;
    answer(response, status, type, error instanceof Error ? error.message : String(error));
  }
}

const contentTypeOf = ({ headers }: IncomingMessage): string =>
  (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

function decoderOf({ method, url }: IncomingMessage, type: string) {
  if (!/^\/v1\/(traces|metrics|logs)$/.test(url ?? '')) {
    throw new Refusal(404, `expected /v1/traces, /v1/metrics or /v1/logs, not ${url}`);
  }
  if (method !== 'POST') throw new Refusal(405, `expected POST, not ${method}`);
  const format = formats[type];
  if (!format) {
    const expected = Object.keys(formats).join(' or ');
    throw new Refusal(415, `expected ${expected}, not ${type || 'a body without a type'}`);
  }
  return url === '/v1/traces' ? format.decode : () => [];
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new Refusal(415, `expected gzip or no content encoding, not ${encoding}`);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  return encoding === 'gzip' ? unpack(body) : body;
}

async function unpack(body: Buffer): Promise<Buffer> {
  try {
    return await promisify(gunzip)(body, { maxOutputLength: mostBytes });
  } catch (error) {
    const isLarge = error instanceof RangeError;
    throw isLarge ? tooLarge() : error;
  }
}

const tooLarge = () => new Refusal(413, `expected at most ${mostBytes} bytes, also unpacked`);

/**
 * An empty message says that all was taken; a fault is a google.rpc.Status, whose field 2 is its
 * message. Both in the format that was asked in.
 */
function answer(
  response: ServerResponse,
  status: number,
  type: string,
  fault: string | null,
): void {
  if (type === 'application/x-protobuf') {
    const message = new PbfWriter();
    if (fault !== null) message.writeBytesField(2, Buffer.from(fault));
    response.writeHead(status, { 'content-type': type }).end(message.finish());
    return;
  }
  const message = fault === null ? {} : { message: fault };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(message));
}
