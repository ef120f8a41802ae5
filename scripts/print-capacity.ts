import { join, relative } from 'node:path';
import type { Capacity, CapacityHeader } from '../harness/record/capacity.ts';
import { renderCapacity } from '../harness/report/capacity-table.ts';
import { formatNumber } from '../harness/report/format.ts';
import type { CapacityEvent } from '../harness/run/capacity-events.ts';

/** A line a step, for nobody knows beforehand how many there will be; all events, once it has ended. */
export async function showSteps(
  header: CapacityHeader,
  events: AsyncIterable<CapacityEvent>,
): Promise<readonly CapacityEvent[]> {
  const { environment, sides, scenario, seed, stepSeconds } = header;
  const names = sides.map(({ variant }) => variant.name).join(' | ');
  console.error(
    `tandem capacity  ${names}   ${scenario.name}, ${stepSeconds} s a step   seed ${seed}   Node ${environment.node.slice(1)}   ${environment.database ?? 'no database'}   ${environment.pinning}`,
  );
  const seen: CapacityEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    console.error(`  ${wordsOf(event, header)}`);
  }
  return seen;
}

function wordsOf(event: CapacityEvent, { sides }: CapacityHeader): string {
  if (event.kind === 'launching') return 'starting and warming up';
  if (event.kind === 'failed') return event.failure.message;
  const name = sides.find(({ side }) => side === event.side)?.variant.name;
  if (event.kind === 'level') {
    return `${name}: ${formatNumber(event.ratePerSecond)} a second, ${event.verdict.state}`;
  }
  const { completed } = event.saturation;
  return `${name}: ${event.connections} connections, ${completed} completed`;
}

/** The result for the person who waits (stderr), and for the program that asked (stdout). */
export function printCapacity(capacity: Capacity, folder: string, json: boolean): void {
  console.error(`\n${renderCapacity(capacity)}`);
  console.error(`Written: ${relative(process.cwd(), join(folder, 'capacity.json'))}`);
  if (json) console.log(JSON.stringify(capacity, null, 2));
}
