import { encodeMessage as baseline } from '../../baseline/message-size.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { encodeMessage as optimized } from '../../optimized/message-size.ts';
import type { EncodeMessage } from '../../runtime/concerns.ts';
import { maxMessageBytes, type RunMessage } from '../../runtime/run-event.ts';
import { resultOf } from './sized-state.ts';

const envelope = { run: 'run-1', at: 1.5 } as const;

export const messageSize = defineBench<number>({
  name: 'message-size',
  finding: 7,
  title: 'A message is measured and made into text: a token, or the result of a step.',
  counted: 'cpu',
  sizes: { token: 0, '2KB': 2, '8KB': 8, '30KB': 30 },
  grows: 'the message as JSON',
  open(kib) {
    const message: RunMessage =
      kib === 0
        ? { ...envelope, type: 'token', step: 'plan', text: ' latency' }
        : { ...envelope, seq: 7, ...completed(kib) };
    const form = (encode: EncodeMessage): Form => ({
      call: () => encode(message, maxMessageBytes),
    });
    return { forms: { baseline: form(baseline), optimized: form(optimized) } };
  },
});

function completed(kib: number) {
  const result = resultOf('plan', 0, kib * 1024);
  return { type: 'step.completed', step: 'plan', result } as const;
}
