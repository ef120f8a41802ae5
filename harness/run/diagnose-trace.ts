/** One typical operation of a side, span by span, where the server exports traces over OTLP. */
import { setTimeout as sleep } from 'node:timers/promises';
import { firstLoad } from '../plan/warm-up-load.ts';
import type { TraceDiagnosis } from '../profile/diagnosis.ts';
import type { OtlpReceiver } from '../profile/otlp-receiver.ts';
import type { Span } from '../profile/span.ts';
import { type TypicalTrace, typicalTrace } from '../profile/typical-trace.ts';
import type { OperationRecord } from '../record/arm-result.ts';
import { driveArms, type Looked, loadedOf, prepare } from './diagnose-load.ts';

/** Exporters that were asked for 200 ms have sent by then, on a busy machine too. */
const exportedMs = 1000;
const tracedMs = 3000;

/**
 * Null for a server that exports none. Of the operation `asked` for (what the other side was drawn
 * with), where it was traced; else of the one with the median duration.
 */
export async function diagnoseTrace(
  looked: Looked,
  receiver: OtlpReceiver,
  asked: string | null,
): Promise<TraceDiagnosis | null> {
  await prepare(loadedOf(looked), looked, firstLoad(looked.trial.load));
  await sleep(exportedMs);
  receiver.takeSpans();
  const operations: OperationRecord[] = [];
  for await (const driven of driveArms(loadedOf(looked), looked, 'traces', tracedMs)) {
    operations.push(...driven.operations);
  }
  await sleep(exportedMs);
  const spans = receiver.takeSpans();
  const typical =
    typicalTrace(asked === null ? spans : spansOf(spans, asked)) ?? typicalTrace(spans);
  if (!typical) return null;
  const key = operations.find((operation) => names(typical.root.span, operation.key))?.key ?? null;
  return {
    typical,
    operation: key,
    plannedPathMs: plannedPathMs(looked, key),
    dropped: receiver.droppedSpans(),
  };
}

/** Of the traces that name the operation. */
function spansOf(spans: readonly Span[], key: string): readonly Span[] {
  const traces = new Set(spans.filter((span) => names(span, key)).map(({ traceId }) => traceId));
  return spans.filter(({ traceId }) => traces.has(traceId));
}

/** A server is handed the key as a part of what it is asked, and may put that into its spans. */
const names = ({ attributes }: TypicalTrace['root']['span'], key: string): boolean =>
  Object.values(attributes).some((value) => typeof value === 'string' && hasWord(value, key));

const hasWord = (text: string, word: string): boolean => text.split(/[^\w-]+/).includes(word);

function plannedPathMs({ trial }: Looked, key: string | null): number | null {
  const { scenario } = trial.scenario;
  return key === null ? null : (scenario.plannedPath?.(key, () => 0) ?? null);
}
