/** From a recording to its gate: pure, so that `report` comes to the same. */
import { summarizeRun } from '../compare/summarize-run.ts';
import { type FailedShares, failureReason, usualFailedShares } from '../compare/validity.ts';
import { seededRandom } from '../load/random.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import type { Recording } from '../record/recording.ts';
import type { Gate, Run } from '../record/run.ts';
import { type GateTable, tabulate } from './gate-table.ts';
import { type Judgement, judgeTable } from './judge-table.ts';
import { type Limit, parseLimit } from './limit.ts';
import { falseAlarms, type Look, planLooks } from './looks.ts';
import { relabelledFailures } from './relabel.ts';
import { isDecided } from './settle.ts';

const relabelledGates = 200;

/** The run with its gate. A recording without limits is handed on as it is. */
export function summarizeGate(recording: Recording): Run {
  const { header } = recording;
  if (!header.gate || header.scenarios.length === 0) return summarizeRun(recording);
  const limits = header.gate.limits.map(parseLimit);
  const mayFail = failedSharesOf(limits);
  const run = summarizeRun(recording, mayFail);
  const [scenario] = run.scenarios;
  const table = tabulate(recording, limits);
  const judgement = judgeTable(table, {
    limits,
    asked: header.gate.asked,
    unitsOfLaunches: header.gate.unitsOfLaunches,
    seed: header.seed,
    metrics: scenario?.metrics ?? {},
    faults: scenario?.validity.reasons ?? ['nothing was measured'],
    failures: failuresOf(recording, mayFail),
  });
  const { looks, evidence } = evidenceOf(recording, table, limits);
  const looked = looks.some(({ launches }) => launches <= table.stalls.length);
  return {
    ...run,
    // What is settled needs no more launches.
    partial: run.partial && !(looked && isDecided(judgement)),
    gate: { ...judgement, ...evidence },
  };
}

/** What a limit of errors allows a side is what it may fail, where that is more than the usual percent. */
function failedSharesOf(limits: readonly Limit[]): FailedShares {
  const of = (side: Side): number =>
    Math.max(
      usualFailedShares[side],
      ...limits
        .filter((limit) => limit.metric === 'errors.rate' && limit.of === side && limit.atMost)
        .map(({ bound }) => bound),
    );
  return { baseline: of('baseline'), candidate: of('candidate') };
}

function failuresOf(
  { events }: Recording,
  mayFail: FailedShares,
): Readonly<Partial<Record<Side, string>>> {
  const arms = events.flatMap((event): readonly ArmResult[] =>
    event.kind === 'arm' ? [event.arm] : [],
  );
  const of = (side: Side) => {
    const reason = failureReason(side, arms, mayFail[side]);
    return reason === null ? {} : { [side]: reason };
  };
  return { ...of('baseline'), ...of('candidate') };
}

/** What a reader can judge the gate itself by. */
function evidenceOf(
  { header }: Recording,
  table: GateTable,
  limits: readonly Limit[],
): { readonly looks: readonly Look[]; readonly evidence: Omit<Gate, keyof Judgement> } {
  const looks = planLooks(header.gate?.unitsOfLaunches ?? [], falseAlarms);
  const random = seededRandom(`${header.seed}/relabel`);
  const evidence = {
    controls: table.controls.length,
    relabelled: {
      gates: relabelledGates,
      failed: relabelledFailures(table, limits, looks, relabelledGates, random),
      meant: looks.findLast(({ launches }) => launches <= table.stalls.length)?.spent ?? 0,
    },
  };
  return { looks, evidence };
}
