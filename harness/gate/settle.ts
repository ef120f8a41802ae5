/** When a gate would have ended, and with what. */
import type { Gate } from '../record/run.ts';
import { type GateTable, untilLaunch } from './gate-table.ts';
import { type Judgement, judgeTable, type Terms } from './judge-table.ts';
import { falseAlarms, planLooks } from './looks.ts';

export interface Settled {
  readonly gate: Judgement;
  /** Launches measured until then. */
  readonly launches: number;
}

/** The first look at which it passed or failed, else the last. Null when no look came. */
export function settle(table: GateTable, terms: Terms): Settled | null {
  let settled: Settled | null = null;
  for (const { launches } of planLooks(terms.unitsOfLaunches, falseAlarms)) {
    if (launches > table.stalls.length) return settled;
    const gate = judgeTable(untilLaunch(table, launches), terms);
    settled = { gate, launches };
    if (isDecided(gate)) return settled;
  }
  return settled;
}

export const isDecided = ({ state }: Pick<Gate, 'state'>): boolean =>
  state === 'passed' || state === 'failed';
