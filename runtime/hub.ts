/** Who watches which run, and the critical events that a watcher who comes later is given again. */
import type { CreateNotifier, EncodeMessage, Subscriber } from './concerns.ts';
import { type CriticalEvent, maxMessageBytes, type PassingEvent } from './run-event.ts';
import type { RunRecord, RunRegistry } from './run-registry.ts';

/** A subscriber whose connection the hub may end. */
export interface Watcher extends Subscriber {
  readonly tokenId: string;
  readonly close: (code: number, reason: string) => void;
}

export interface Hub {
  /** The run exists from now on: watchers of its id that belong to other users are sent away. */
  begin(run: RunRecord): void;
  critical(run: RunRecord, event: CriticalEvent): void;
  passing(run: RunRecord, event: PassingEvent): void;
  end(run: RunRecord): void;
  /** Sends what has happened so far, and from now on what happens; call the result to leave. */
  join(watcher: Watcher): () => void;
  /** Sends the critical events after `seq` again. */
  replay(watcher: Watcher, seq: number): void;
  /** Ends the connections that were opened with a token that is now revoked. */
  dismiss(tokenId: string): void;
  watchers(): number;
  close(): void;
}

/** WebSocket close codes: 1001 going away, 1008 policy violation. */
const goingAway = 1001;
const policyViolated = 1008;

/** What a hub is made with; `now` is the epoch clock in fractional milliseconds. */
interface HubParts {
  readonly createNotifier: CreateNotifier;
  readonly encode: EncodeMessage;
  readonly registry: RunRegistry;
  readonly now: () => number;
  /** Hears of what could not be told: a watcher's trouble is never the run's. */
  readonly onFault: (error: unknown) => void;
}

export function createHub(parts: HubParts): Hub {
  const byRun = createIndex();
  const byUser = createIndex();
  const notifier = parts.createNotifier({
    subscribersOfRun: byRun.of,
    subscribersOfUser: byUser.of,
    encode: parts.encode,
    now: parts.now,
  });
  const guarded = (tell: () => void) => guard(tell, parts.onFault);
  const replay = (watcher: Watcher, after: number) => {
    const run = parts.registry.get(watcher.runId);
    if (!run || run.userId !== watcher.userId) return;
    for (const { seq, at, event } of run.events.slice(after)) {
      watcher.send(parts.encode({ run: run.id, seq, at, ...event }, maxMessageBytes));
    }
  };
  return {
    begin: (run) => {
      const strangers = [...byRun.of(run.id)].filter(({ userId }) => userId !== run.userId);
      for (const stranger of strangers) {
        byRun.remove(run.id, stranger);
        stranger.close(policyViolated, 'this run is not yours');
      }
    },
    critical: (run, event) => {
      const seq = run.events.length + 1;
      run.events.push({ seq, at: parts.now(), event });
      guarded(() => notifier.critical(run, event, seq));
    },
    passing: (run, event) => guarded(() => notifier.passing(run, event)),
    end: (run) => guarded(() => notifier.end(run)),
    join: (watcher) => {
      replay(watcher, 0);
      byRun.add(watcher.runId, watcher);
      byUser.add(watcher.userId, watcher);
      return () => {
        byRun.remove(watcher.runId, watcher);
        byUser.remove(watcher.userId, watcher);
      };
    },
    replay,
    dismiss: (tokenId) => {
      const revoked = byUser.all().filter((watcher) => watcher.tokenId === tokenId);
      for (const watcher of revoked) watcher.close(policyViolated, 'the token was revoked');
    },
    watchers: () => byUser.size(),
    close: () => {
      notifier.close();
      for (const watcher of byUser.all()) watcher.close(goingAway, 'the server is stopping');
    },
  };
}

function guard(tell: () => void, onFault: (error: unknown) => void): void {
  try {
    tell();
  } catch (error) {
    onFault(error);
  }
}

/** Watchers by a key; a key without watchers takes no memory. */
function createIndex() {
  const groups = new Map<string, Set<Watcher>>();
  const all = () => [...groups.values()].flatMap((group) => [...group]);
  return {
    of: (key: string): Iterable<Watcher> => groups.get(key) ?? [],
    add: (key: string, watcher: Watcher) => {
      const group = groups.get(key);
      if (group) group.add(watcher);
      else groups.set(key, new Set([watcher]));
    },
    remove: (key: string, watcher: Watcher) => {
      const group = groups.get(key);
      group?.delete(watcher);
      if (group?.size === 0) groups.delete(key);
    },
    all,
    size: () => all().length,
  };
}
