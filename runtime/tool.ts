/** A call to an outside system, as it looks from here: a wait, and then records. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ToolRecord, ToolResult } from './agent-state.ts';
import type { StepRequest, ToolRequest } from './run-request.ts';

/** Rejects with the signal's reason when it aborts. */
export async function callTool(
  step: StepRequest,
  tool: ToolRequest,
  signal: AbortSignal,
): Promise<ToolResult> {
  signal.throwIfAborted();
  if (tool.latencyMs > 0) await sleep(tool.latencyMs, undefined, { signal });
  const records = Array.from({ length: tool.records }, (_, index) =>
    makeRecord(`${step.name}/${tool.name}/${index}`),
  );
  return { tool: tool.name, records };
}

/** About 200 bytes as JSON; the same id always gives the same record. */
function makeRecord(id: string): ToolRecord {
  const hash = fnv1a(id);
  return {
    id,
    title: `Record ${hash.toString(36)} of ${id}`,
    score: (hash % 1000) / 1000,
    tags: [`t${hash % 7}`, `u${hash % 11}`],
    note: `measured ${hash % 977} times, last seen in batch ${hash % 8191}, kept for review`,
  };
}

/** The 32-bit FNV-1a hash (Fowler, Noll, Vo; public domain) of a text's UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}
