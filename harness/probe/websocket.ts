/** Counts what a server sends over `ws`. */
import { onModuleLoaded, replaceMethod } from './module-hook.ts';

const senderFile = /[\\/]ws[\\/]lib[\\/]sender\.js$/;

/** Bits of a frame's first two bytes, RFC 6455 section 5.2. */
const final = 0x80;
const control = 0x08;
const masked = 0x80;
const lengthBits = 0x7f;

interface Sender {
  readonly _socket: { readonly writableLength: number };
}

export class WebSocketActivity {
  /** A copy of `ws` was loaded. */
  watched = false;
  messages = 0;
  bytes = 0;
  #bufferedMaxBytes = 0;

  /** Of one connection: `buffered` is what its client has not taken yet. */
  sent(header: Buffer, buffered: number): void {
    if (!isServerData(header)) return;
    if ((header[0] ?? 0) & final) this.messages += 1;
    this.bytes += payloadBytes(header);
    this.#bufferedMaxBytes = Math.max(this.#bufferedMaxBytes, buffered);
  }

  takeBufferedMaxBytes(): number {
    const max = this.#bufferedMaxBytes;
    this.#bufferedMaxBytes = 0;
    return max;
  }
}

/**
 * Watches frames as they go to the socket. The frame's header has the length already: counting costs
 * the same for a token as for a message of 64 KB, whose length in UTF-8 would take longer to find out
 * than all the rest of the probe's work on it.
 */
export function watchWebSockets(activity: WebSocketActivity): void {
  onModuleLoaded(senderFile, (Sender) => {
    activity.watched = true;
    replaceMethod<Sender>(
      Sender,
      'sendFrame',
      (sendFrame) =>
        function (...given) {
          const answer = sendFrame.apply(this, given);
          const [frame] = given as [readonly Buffer[]];
          if (frame[0]) activity.sent(frame[0], this._socket.writableLength);
          return answer;
        },
    );
  });
}

/** Only clients mask. Pings, pongs and close frames are not messages. */
const isServerData = (header: Buffer): boolean =>
  ((header[1] ?? 0) & masked) === 0 && ((header[0] ?? 0) & control) === 0;

/** Of a frame, without the header; of a compressed one, as sent. */
export function payloadBytes(header: Buffer): number {
  const length = (header[1] ?? 0) & lengthBits;
  if (length < 126) return length;
  return length === 126 ? header.readUInt16BE(2) : header.readUIntBE(4, 6);
}
