import * as fc from 'fast-check';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { EncodeMessage } from '../concerns.ts';
import { MessageTooLarge } from '../errors.ts';
import type { RunMessage } from '../run-event.ts';

const token = (text: string): RunMessage => ({
  run: 'r',
  at: 1.5,
  type: 'token',
  step: 's',
  text,
});
const envelopeBytes = '{"run":"r","at":1.5,"type":"token","step":"s","text":""}'.length;

/** Bytes that a text takes within a JSON string in UTF-8 (RFC 8259 and RFC 3629). */
const textBytes: readonly (readonly [text: string, bytes: number])[] = [
  ['', 0],
  ['plain', 5],
  ['"\\', 4],
  ['\n', 2],
  ['\u0001', 6],
  ['é', 2],
  ['€', 3],
  ['😀', 4],
  // A lone surrogate has no UTF-8 form: JSON.stringify escapes it.
  ['\ud800', 6],
];

/** What both implementations of finding 7 must do; the caller runs it. */
export function messageSizeSuite(name: string, encodeMessage: EncodeMessage): Test {
  const test = suite(name);

  test('counts the bytes on the wire, not the characters', () => {
    for (const [text, bytes] of textBytes) {
      const encoded = encodeMessage(token(text), 1000);
      assert.is(encoded.bytes, envelopeBytes + bytes, JSON.stringify(text));
    }
  });

  test('lets a message of exactly the limit pass and throws on one byte more', () => {
    for (const text of ['x'.repeat(100), '€'.repeat(100)]) {
      const bytes = envelopeBytes + Buffer.byteLength(text);
      assert.is(encodeMessage(token(text), bytes).bytes, bytes);
      assert.throws(
        () => encodeMessage(token(text), bytes - 1),
        (error: unknown) =>
          error instanceof MessageTooLarge &&
          error.status === 413 &&
          error.message === `message of ${bytes} bytes is over the limit of ${bytes - 1}`,
      );
    }
  });

  test('gives the text of the message and its size, whatever the text holds', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, seq) => {
        const message = { ...token(text), seq };
        const encoded = encodeMessage(message, Number.MAX_SAFE_INTEGER);
        assert.equal(JSON.parse(encoded.text), message);
        assert.is(encoded.bytes, Buffer.byteLength(encoded.text));
      }),
    ));

  test('encodes what the message holds at the moment of the call, every time', () => {
    const message = { run: 'r', at: 1, type: 'token', step: 's', text: 'one' } as const;
    const changed: { -readonly [K in keyof typeof message]: string | number } = { ...message };
    const before = encodeMessage(changed as RunMessage, 1000);
    changed.text = 'longer';
    const after = encodeMessage(changed as RunMessage, 1000);
    assert.is(JSON.parse(before.text).text, 'one');
    assert.is(JSON.parse(after.text).text, 'longer');
    assert.is(after.bytes, before.bytes + 3);
  });

  return test;
}

/** A message that counts how often it is turned into JSON. */
export function countedMessage(): { readonly message: RunMessage; readonly count: () => number } {
  let count = 0;
  const toJSON = () => {
    count += 1;
    return token('counted');
  };
  return { message: Object.assign(token('counted'), { toJSON }), count: () => count };
}
