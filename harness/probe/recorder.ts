import { openSync, writeSync } from 'node:fs';
import { watchGc } from './gc.ts';
import { watchLoopLag } from './loop-lag.ts';
import { monotonicUs } from './monotonic-clock.ts';
import { PostgresActivity } from './postgres-activity.ts';
import { watchPostgresClients } from './postgres-client.ts';
import { watchPostgresPools } from './postgres-pool.ts';
import type { ProbeHeader, ProbeLine } from './probe-line.ts';
import { readProcessUsage } from './process-usage.ts';
import { WebSocketActivity, watchWebSockets } from './websocket.ts';

const usualLineEveryMs = 250;

/** As it was before anything counts its calls: those here are not the server's. */
const { stringify } = JSON;

/**
 * Records this process into a file until it ends. Every line is on its way to the disk when it is
 * written, so that a SIGKILL costs what came since the last one, 250 ms at most. Whatever happens to the file, the server goes on.
 */
export function startRecording(file: string, lineEveryMs = usualLineEveryMs): void {
  const fd = claim(file);
  if (fd === null) return;
  const takeLine = startSensors();
  const header: ProbeHeader = { probe: 'tandem/probe@1', pid: process.pid, node: process.version };
  write(fd, header);
  write(fd, takeLine());
  const timer = setInterval(() => {
    if (!write(fd, takeLine())) clearInterval(timer);
  }, lineEveryMs).unref();
  process.on('exit', () => write(fd, takeLine()));
}

/** The process that creates the file is the one that is recorded; null for any later one. */
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

function startSensors(): () => ProbeLine {
  const takeLags = watchLoopLag();
  const readGc = watchGc();
  const postgres = new PostgresActivity();
  watchPostgresClients(postgres);
  watchPostgresPools(postgres);
  const webSockets = new WebSocketActivity();
  watchWebSockets(webSockets);
  return () => ({
    atUs: Math.round(monotonicUs()),
    ...readProcessUsage(),
    ...readGc(),
    connects: postgres.connects,
    statements: postgres.statements,
    rows: postgres.rows,
    databaseBytes: postgres.bytes(),
    poolInUseMax: postgres.inUse.takeMax(),
    poolWaitingMax: postgres.takeWaitingMax(),
    poolWaitsUs: postgres.takeWaitsUs(),
    wsMessages: webSockets.messages,
    wsBytes: webSockets.bytes,
    wsBufferedMaxBytes: webSockets.takeBufferedMaxBytes(),
    lags: takeLags(),
  });
}
