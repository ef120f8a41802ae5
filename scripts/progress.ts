/** Which scenario, how far, how much longer: one line on a terminal, a line a launch elsewhere. */
import { expectedMs } from '../harness/plan/expected-duration.ts';
import type { Trial } from '../harness/plan/trial.ts';
import type { RecordingHeader } from '../harness/record/recording.ts';
import type { RunEvent } from '../harness/run/events.ts';

/** Consumes the events to the end. Shown after events only: a display must not be a load. */
export async function showProgress(
  header: RecordingHeader,
  trials: readonly Trial[],
  events: AsyncIterable<RunEvent>,
): Promise<void> {
  const { environment, variants } = header;
  console.error(
    `${header.command.split(' ', 2).join(' ')}  ${variants.map(({ name }) => name).join(' | ')}   seed ${header.seed}   Node ${environment.node.slice(1)}   ${environment.database ?? 'no database'}   ${environment.pinning}`,
  );
  const startedAt = performance.now();
  const expected = expectedMs(trials);
  let unit = 0;
  for await (const event of events) {
    if ('arm' in event) unit = event.arm.unit + 1;
    else unit = 0;
    if (event.kind === 'launched' || event.kind === 'diagnosed') continue;
    if (event.kind === 'looking') {
      showLine(`  ${event.scenario.padEnd(16)} looking into ${event.variant}: ${event.at}`, true);
      continue;
    }
    if ('failure' in event) {
      endLine();
      console.error(`  ${event.scenario}: ${event.failure.message}`);
      continue;
    }
    const scenario = 'arm' in event ? event.arm.scenario : event.scenario;
    const planned = header.scenarios.find(({ name }) => name === scenario)?.units ?? 0;
    const left = Math.max(0, expected - (performance.now() - startedAt));
    const far = farOf(unit, planned);
    showLine(
      `  ${scenario.padEnd(16)} ${far.padEnd(20)} ${timeLeft(left)}`,
      event.kind === 'launching',
    );
  }
  endLine();
}

const farOf = (unit: number, planned: number): string =>
  unit > 0 ? `unit ${unit} of ${planned}` : 'starting both sides';

function timeLeft(ms: number): string {
  if (ms < 90_000) return `about ${Math.max(5, Math.ceil(ms / 5000) * 5)} s left`;
  return `about ${Math.ceil(ms / 60_000)} min left`;
}

function showLine(text: string, first: boolean): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
  else if (first) console.error(text);
}

function endLine(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
}
