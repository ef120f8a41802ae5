import { retry as baseline } from '../../baseline/retry.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { retry as optimized } from '../../optimized/retry.ts';
import type { Retry, RetrySchedule } from '../../runtime/concerns.ts';

export const retry = defineBench<number>({
  name: 'retry',
  finding: 2,
  title: 'A call that fails twice and then works; the second delay is twice the first.',
  counted: 'blocked',
  sizes: { '0ms': 0, '2ms': 2, '10ms': 10, '50ms': 50 },
  grows: 'the first delay',
  open(firstMs) {
    const schedule: RetrySchedule = {
      maxRetries: 2,
      delayMs: (attempt) => firstMs * 2 ** attempt,
      deadlineMs: Number.POSITIVE_INFINITY,
      signal: new AbortController().signal,
    };
    const form = (retried: Retry): Form => ({ call: () => retried(failTwice, schedule) });
    return { forms: { baseline: form(baseline), optimized: form(optimized) } };
  },
});

const fault = new Error('429');

async function failTwice(attempt: number): Promise<string> {
  if (attempt < 2) throw fault;
  return `answer of attempt ${attempt}`;
}
