/** Measures no longer than it takes: a gate that is decided ends. */
import type { Recording } from '../record/recording.ts';
import type { RunEvent } from '../run/events.ts';
import { falseAlarms, planLooks } from './looks.ts';
import { isDecided } from './settle.ts';
import { summarizeGate } from './summarize-gate.ts';

/**
 * Passes events on, looks at all that came so far after each launch that has a look, and ends when
 * the gate has passed or failed.
 */
export async function* untilSettled(
  header: Recording['header'],
  events: AsyncIterable<RunEvent>,
): AsyncGenerator<RunEvent> {
  const looks = planLooks(header.gate?.unitsOfLaunches ?? [], falseAlarms);
  const seen: RunEvent[] = [];
  let ended = 0;
  for await (const event of events) {
    seen.push(event);
    yield event;
    if (event.kind !== 'launched') continue;
    ended += 1;
    // The looks before this one have decided nothing.
    if (!looks.some(({ launches }) => launches === ended)) continue;
    const { gate } = summarizeGate({ header, events: seen });
    if (gate && isDecided(gate)) return;
  }
}
