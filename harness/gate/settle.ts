/** When a gate would have ended, and with what. */
import type { Recording } from '../record/recording.ts';
import type { Gate } from '../record/run.ts';
import { planLooks } from './looks.ts';
import { falseAlarms, summarizeGate } from './summarize-gate.ts';

export interface Settled {
  readonly gate: Gate;
  /** Launches measured until then. */
  readonly launches: number;
}

/** The first look at which it passed or failed, else the last. Null when no look came. */
export function settle({ header, events }: Recording): Settled | null {
  let settled: Settled | null = null;
  for (const { launches } of planLooks(header.gate?.unitsOfLaunches ?? [], falseAlarms)) {
    const seen = eventsUntil({ header, events }, launches);
    const gate = seen && summarizeGate({ header, events: seen }).gate;
    if (!gate) return settled;
    settled = { gate, launches };
    if (isDecided(gate)) return settled;
  }
  return settled;
}

export const isDecided = ({ state }: Gate): boolean => state === 'passed' || state === 'failed';

/** Null when fewer launches have ended. */
function eventsUntil({ events }: Recording, launches: number): Recording['events'] | null {
  let ended = 0;
  for (const [index, { kind }] of events.entries()) {
    if (kind === 'launched') ended += 1;
    if (ended === launches) return events.slice(0, index + 1);
  }
  return null;
}
