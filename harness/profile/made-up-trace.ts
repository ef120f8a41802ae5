/** Material for tests: traces written down in milliseconds. */
import type { Span } from './span.ts';

export interface MadeUpSpan extends Partial<Pick<Span, 'kind' | 'attributes' | 'parentId'>> {
  readonly name: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly children?: readonly MadeUpSpan[];
}

const epochUs = 1.6e15;

/** Ids are made of the name of the trace and the order of its spans. */
export function madeUpTrace(traceId: string, root: MadeUpSpan): readonly Span[] {
  const spans: Span[] = [];
  const add = ({ fromMs, toMs, children = [], ...made }: MadeUpSpan, parentId: string | null) => {
    const spanId = `${traceId}-${spans.length}`;
    spans.push({
      parentId,
      kind: 'internal',
      attributes: {},
      ...made,
      traceId,
      spanId,
      startUs: epochUs + fromMs * 1000,
      endUs: epochUs + toMs * 1000,
      failed: false,
    });
    for (const child of children) add(child, spanId);
  };
  add(root, null);
  return spans;
}

const model = { kind: 'client', attributes: { 'gen_ai.operation.name': 'chat' } } as const;
const statement = { kind: 'client', attributes: { 'db.system.name': 'postgresql' } } as const;

/** A run of `steps` steps of 100 ms, `lanes` of them at a time, each with a model call and saves. */
export function madeUpRun(traceId: string, steps: number, lanes: number): readonly Span[] {
  const children = Array.from({ length: steps }, (_, index): MadeUpSpan => {
    const fromMs = 100 * Math.floor(index / lanes);
    const saves = [1, 3, 5, 90].map((ms) => ({
      ...{ name: 'db.statement', ...statement },
      ...{ fromMs: fromMs + ms, toMs: fromMs + ms + 1 },
    }));
    const call = { ...model, name: 'model.call', fromMs: fromMs + 10, toMs: fromMs + 80 };
    return {
      ...{ name: 'step', attributes: { 'step.name': `part ${index + 1}` } },
      ...{ fromMs, toMs: fromMs + 100, children: [...saves, call] },
    };
  });
  return madeUpTrace(traceId, {
    ...{ name: 'run', fromMs: 0, toMs: 100 * Math.ceil(steps / lanes) },
    children,
  });
}
