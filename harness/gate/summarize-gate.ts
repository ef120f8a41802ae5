/** From a recording to its gate: pure, so that `report` comes to the same. */
import { summarizeRun } from '../compare/summarize-run.ts';
import { seededRandom } from '../load/random.ts';
import type { Recording } from '../record/recording.ts';
import type { Gate, Run } from '../record/run.ts';
import { type GateTable, tabulate } from './gate-table.ts';
import { type Judgement, judgeTable } from './judge-table.ts';
import { type Limit, parseLimit } from './limit.ts';
import { falseAlarms, planLooks } from './looks.ts';
import { relabelledFailures } from './relabel.ts';

const relabelledGates = 200;

/** The run with its gate. A recording without limits is handed on as it is. */
export function summarizeGate(recording: Recording): Run {
  const run = summarizeRun(recording);
  const { header } = recording;
  const [scenario] = run.scenarios;
  if (!header.gate || header.scenarios.length === 0) return run;
  const limits = header.gate.limits.map(parseLimit);
  const table = tabulate(recording, limits);
  const judgement = judgeTable(table, {
    limits,
    asked: header.gate.asked,
    unitsOfLaunches: header.gate.unitsOfLaunches,
    seed: header.seed,
    metrics: scenario?.metrics ?? {},
    faults: scenario?.validity.reasons ?? ['nothing was measured'],
  });
  return { ...run, gate: { ...judgement, ...evidenceOf(recording, table, limits) } };
}

/** What a reader can judge the gate itself by. */
function evidenceOf(
  { header }: Recording,
  table: GateTable,
  limits: readonly Limit[],
): Omit<Gate, keyof Judgement> {
  const looks = planLooks(header.gate?.unitsOfLaunches ?? [], falseAlarms);
  const random = seededRandom(`${header.seed}/relabel`);
  return {
    controls: table.controls.length,
    relabelled: {
      gates: relabelledGates,
      failed: relabelledFailures(table, limits, looks, relabelledGates, random),
      meant: looks.findLast(({ launches }) => launches <= table.stalls.length)?.spent ?? 0,
    },
  };
}
