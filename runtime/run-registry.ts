/** The runs in memory: every live one, and of those that ended the most recent. */
import { LRUCache } from 'lru-cache';
import type { NotifiedRun, RunEnd, StateStore } from './concerns.ts';
import type { CriticalEvent } from './run-event.ts';

/** A critical event as it happened; `at` in milliseconds since the epoch. */
interface LoggedEvent {
  readonly seq: number;
  readonly at: number;
  readonly event: CriticalEvent;
}

/** A run in memory, from the moment its id was taken. */
export interface RunRecord extends NotifiedRun {
  readonly state: StateStore;
  /** Bounded by the limits on a request: some 1,800 events. */
  readonly events: LoggedEvent[];
  /** False when the id turned out to be taken; rejects when the database failed. */
  readonly stored: Promise<boolean>;
  /** Resolves, never rejects, when the run has ended; then `end` is set. */
  readonly ended: Promise<void>;
  end: RunEnd | null;
}

export interface RunRegistry {
  get(id: string): RunRecord | undefined;
  add(record: RunRecord): void;
  /** Forgets a run that never came to be. */
  remove(record: RunRecord): void;
  /** The run is no longer live; `bytes` is about what it holds. */
  retire(record: RunRecord, bytes: number): void;
  live(): readonly RunRecord[];
}

const mostBytes = 64 * 1024 * 1024;

/** Keeps at most `recentRuns` ended runs, and of those at most 64 MiB. */
export function createRunRegistry(recentRuns: number): RunRegistry {
  const live = new Map<string, RunRecord>();
  const recent = new LRUCache<string, RunRecord>({ max: recentRuns, maxSize: mostBytes });
  return {
    get: (id) => live.get(id) ?? recent.get(id),
    add: (record) => void live.set(record.id, record),
    remove: (record) => void live.delete(record.id),
    retire: (record, bytes) => {
      live.delete(record.id);
      recent.set(record.id, record, { size: Math.max(1, bytes) });
    },
    live: () => [...live.values()],
  };
}
