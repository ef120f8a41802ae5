import { openSync, writeSync } from 'node:fs';
import { watchChildren } from './child-processes.ts';
import { collectEvery } from './collect.ts';
import { watchConnections } from './connections-taken.ts';
import { watchDatabaseSockets } from './database-sockets.ts';
import { watchGc } from './gc.ts';
import { watchLoopLag } from './loop-lag.ts';
import { monotonicUs } from './monotonic-clock.ts';
import { watchOutgoingHttp } from './outgoing-http.ts';
import { PostgresActivity } from './postgres-activity.ts';
import { watchPostgresClients } from './postgres-client.ts';
import { watchPostgresPools } from './postgres-pool.ts';
import { childFile, type ProbeHeader, type ProbeLine } from './probe-line.ts';
import { readProcessUsage } from './process-usage.ts';
import { WebSocketActivity, watchWebSockets } from './websocket.ts';

const usualLineEveryMs = 250;

/** As it was before anything counts its calls: those here are not the server's. */
const { stringify } = JSON;

/**
 * Records this process into a file until it ends: the first process into `file`, all others into
 * files of their own beside it. Every line is on its way to the disk when it is written, so that a
 * SIGKILL costs what came since the last one, 250 ms at most. Whatever happens to the file, the server goes on.
 *
 * `parent` is the nearest process above that records itself. Returns whether this one does.
 */
export function startRecording(
  file: string,
  parent: number | null,
  lineEveryMs = usualLineEveryMs,
  collectEveryMs: number | null = null,
): boolean {
  const fd = claim(file) ?? claim(childFile(file, process.pid));
  if (fd === null) return false;
  const takeLine = startSensors(file);
  if (collectEveryMs !== null) collectEvery(collectEveryMs);
  const { pid, version } = process;
  const header: ProbeHeader = { probe: 'tandem/probe@1', pid, node: version, parent };
  write(fd, header);
  write(fd, takeLine());
  const timer = setInterval(() => {
    if (!write(fd, takeLine())) clearInterval(timer);
  }, lineEveryMs).unref();
  process.on('exit', () => write(fd, takeLine()));
  return true;
}

/** A file is of the process that creates it; null for any later one. */
function claim(file: string): number | null {
  try {
    return openSync(file, 'ax');
  } catch {
    return null;
  }
}

function write(fd: number, line: ProbeHeader | ProbeLine): boolean {
  try {
    writeSync(fd, `${stringify(line)}\n`);
    return true;
  } catch {
    return false;
  }
}

function startSensors(file: string): () => ProbeLine {
  const takeLags = watchLoopLag();
  const readGc = watchGc();
  const readChildren = watchChildren(file);
  const taken = watchConnections();
  const http = watchOutgoingHttp();
  const postgres = new PostgresActivity();
  watchDatabaseSockets(postgres);
  watchPostgresClients(postgres);
  watchPostgresPools(postgres);
  const webSockets = new WebSocketActivity();
  watchWebSockets(webSockets);
  return () => ({
    atUs: Math.round(monotonicUs()),
    ...readProcessUsage(),
    ...readGc(),
    childrenCpuUs: readChildren(),
    accepted: taken.accepted,
    httpRequests: http.requests,
    httpWaitUs: http.waitUs,
    connects: postgres.connects,
    statements: postgres.statements,
    rows: postgres.rows,
    databaseBytes: postgres.bytes(),
    poolIdle: postgres.idle(),
    poolInUseMax: postgres.inUse.takeMax(),
    poolWaitingMax: postgres.takeWaitingMax(),
    poolWaitsUs: postgres.takeWaitsUs(),
    databaseUnseen: postgres.unseen,
    wsUnseen: taken.upgradable && !webSockets.watched,
    wsMessages: webSockets.messages,
    wsBytes: webSockets.bytes,
    wsBufferedMaxBytes: webSockets.takeBufferedMaxBytes(),
    lags: takeLags(),
  });
}
