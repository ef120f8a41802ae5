/** The state of a gate at the last look that its launches allow. */
import { seededRandom } from '../load/random.ts';
import type { Side } from '../record/arm-result.ts';
import type { Gate, GateLimit, Run } from '../record/run.ts';
import type { GateTable } from './gate-table.ts';
import { judgeLimits } from './judge-limits.ts';
import type { Limit } from './limit.ts';
import { falseAlarms, planLooks } from './looks.ts';
import { reasonsToDistrust } from './trust.ts';

export interface Terms {
  readonly limits: readonly Limit[];
  /** Somebody wrote them; else they are the usual ones. */
  readonly asked: boolean;
  readonly unitsOfLaunches: readonly number[];
  readonly seed: string;
  /** The figures of both sides, for limits on one side alone. */
  readonly metrics: Run['scenarios'][number]['metrics'];
  /** Why the scenario itself is invalid. */
  readonly faults: readonly string[];
  /** Which of these is that a side failed too often. */
  readonly failures?: Readonly<Partial<Record<Side, string>>>;
}

/** What is decided, without what a reader can judge that by. */
export type Judgement = Pick<Gate, 'state' | 'reasons' | 'level' | 'units' | 'limits'>;

export function judgeTable(table: GateTable, terms: Terms): Judgement {
  const { units, controls, stalls, counts } = table;
  const { limits, asked, unitsOfLaunches, seed, metrics } = terms;
  const looks = planLooks(unitsOfLaunches, falseAlarms);
  const look = looks.findLast(({ launches }) => launches <= stalls.length) ?? looks[0];
  const level = look?.level ?? 0;
  const random = seededRandom(`${seed}/gate`);
  const results = judgeLimits(limits, {
    ...{ units, stalls, counts, metrics, level, random },
    last: look?.last ?? false,
  });
  const reasons = [...faultsBeside(results, terms), ...reasonsToDistrust(units, controls, random)];
  const state = reasons.length > 0 ? 'invalid' : stateOf(results, asked);
  return { state, reasons, level, units: units.length, limits: [...results] };
}

/** Failures that a broken limit of errors names are what the gate fails for, and no fault of the trial. */
function faultsBeside(
  results: readonly GateLimit[],
  { limits, faults, failures = {} }: Terms,
): readonly string[] {
  const named = limits.flatMap(({ metric, of }, index) => {
    const isBroken = metric === 'errors.rate' && results[index]?.state === 'broken';
    return isBroken && of !== 'ratio' ? (failures[of] ?? []) : [];
  });
  return faults.filter((fault) => !named.includes(fault));
}

/**
 * A usual limit on what neither side has holds nobody up, but for responses, which every server has.
 * One that somebody wrote does: what it asks for was not shown.
 */
export function stateOf(limits: readonly GateLimit[], asked: boolean): Gate['state'] {
  const judged = limits.filter(
    ({ state, metric }) => asked || state !== 'not judged' || metric.startsWith('response.'),
  );
  if (judged.some(({ state }) => state === 'broken')) return 'failed';
  return judged.length > 0 && judged.every(({ state }) => state === 'kept') ? 'passed' : 'unsure';
}
