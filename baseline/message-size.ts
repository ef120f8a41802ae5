/**
 * Finding 7. A message is serialised to learn its size, the text is thrown away, and the message is
 * serialised again to be sent. Seen in shamil/socket.io-prometheus#93 (where measuring took most of
 * the CPU) and geckosio/geckos.io#41.
 */
import type { EncodeMessage } from '../runtime/concerns.ts';
import { MessageTooLarge } from '../runtime/errors.ts';
import type { RunMessage } from '../runtime/run-event.ts';

/** The message as sent, with its size in bytes. Throws `MessageTooLarge` above `maxBytes`. */
export const encodeMessage: EncodeMessage = (message, maxBytes) => {
  const bytes = messageSize(message);
  if (bytes > maxBytes) throw new MessageTooLarge(bytes, maxBytes);
  return { bytes, text: JSON.stringify(message) };
};

function messageSize(message: RunMessage): number {
  return Buffer.byteLength(JSON.stringify(message));
}
