import fc from 'fast-check';
import { PbfWriter } from 'pbf';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodeProtobuf } from './otlp-protobuf.ts';

const test = suite('otlp protobuf');

const traceId = '5b8efff798038103d269b633813fc60c';
const spanId = 'eee19b7ec3c1b174';

/** Written by hand, field by field, as opentelemetry-proto numbers them. */
function written(name: string, whole: number, fraction: number): Buffer {
  const pair = (key: string, write: (value: PbfWriter) => void) => (_: null, to: PbfWriter) => {
    to.writeStringField(1, key);
    to.writeMessage(2, (_value: null, value: PbfWriter) => write(value), null);
  };
  const span = (_: null, to: PbfWriter) => {
    to.writeBytesField(1, Buffer.from(traceId, 'hex'));
    to.writeBytesField(2, Buffer.from(spanId, 'hex'));
    to.writeStringField(3, 'state');
    // pbf 5.1.2 writes some four-byte characters wrongly as a string.
    to.writeBytesField(5, Buffer.from(name));
    to.writeVarintField(6, 3);
    to.writeFixed64Field(7, 1_544_712_660_000_000_000);
    to.writeFixed64Field(8, 1_544_712_661_000_000_000);
    to.writeMessage(
      9,
      pair('whole', (value) => value.writeVarintField(3, whole)),
      null,
    );
    to.writeMessage(
      9,
      pair('fraction', (value) => value.writeDoubleField(4, fraction)),
      null,
    );
    to.writeMessage(15, (_status: null, status: PbfWriter) => status.writeVarintField(3, 1), null);
    to.writeFixed32Field(16, 257);
  };
  const message = new PbfWriter();
  message.writeMessage(
    1,
    (_: null, resource: PbfWriter) =>
      resource.writeMessage(
        2,
        (_scope: null, scope: PbfWriter) => scope.writeMessage(2, span, null),
        null,
      ),
    null,
  );
  return Buffer.from(message.finish());
}

test('protobuf gives back what was written (property)', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.maxSafeInteger(),
      fc.double({ noNaN: true }),
      (name, whole, fraction) => {
        const [span] = decodeProtobuf(written(name, whole, fraction));
        assert.is(span?.name, name);
        assert.is(span?.kind, 'client');
        assert.is(span?.startUs, 1_544_712_660_000_000);
        assert.is(span?.attributes['whole'], whole);
        assert.ok(Object.is(span?.attributes['fraction'], fraction));
      },
    ),
  );
});

test('protobuf that is cut off anywhere is an error, never a hang and never half a span (property)', () => {
  const whole = written('a span', 7, 0.5);
  for (let length = 1; length < whole.length; length++) {
    assert.throws(() => decodeProtobuf(whole.subarray(0, length)), undefined, `${length} bytes`);
  }
});

test('any bytes are decoded or refused (property)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeProtobuf(Buffer.from(bytes));
      } catch (error) {
        assert.instance(error, Error);
      }
    }),
  );
});

test.run();
