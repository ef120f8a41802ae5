/** Measures no longer than it takes: a gate that is decided ends. */
import type { Recording } from '../record/recording.ts';
import type { RunEvent } from '../run/events.ts';
import { isDecided, settle } from './settle.ts';

/**
 * Passes events on, looks at all that came so far after each launch that has a look, and ends when
 * the gate has passed or failed.
 */
export async function* untilSettled(
  header: Recording['header'],
  events: AsyncIterable<RunEvent>,
): AsyncGenerator<RunEvent> {
  const seen: RunEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    yield event;
    if (event.kind !== 'launched') continue;
    const settled = settle({ header, events: seen });
    if (settled && isDecided(settled.gate)) return;
  }
}
