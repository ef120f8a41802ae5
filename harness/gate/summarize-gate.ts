/** From a recording to the state of its gate: pure, so that `report` comes to the same. */
import { summarizeRun } from '../compare/summarize-run.ts';
import type { Load } from '../config/scenario.ts';
import { seededRandom } from '../load/random.ts';
import type { Recording } from '../record/recording.ts';
import type { Gate, GateLimit, Run } from '../record/run.ts';
import { trendPValue } from '../stats/trend.ts';
import { type GateMaterial, judgeLimits } from './judge-limits.ts';
import { type Limit, parseLimit, usualLimits } from './limit.ts';
import { planLooks } from './looks.ts';
import { type UnitArms, unitsOf, unitValue } from './unit-values.ts';

/** Of all limits together: how often a gate of equal versions may fail. */
export const falseAlarms = 0.05;
const trendLevel = 0.01;

/** The run with its gate. A recording without limits is handed on as it is. */
export function summarizeGate(recording: Recording): Run {
  const run = summarizeRun(recording);
  const { header, events } = recording;
  const [described] = header.scenarios;
  if (!header.gate || !described) return run;
  const ended = events.filter(({ kind }) => kind === 'launched').length;
  const looks = planLooks(header.gate.unitsOfLaunches, falseAlarms);
  const look = looks.findLast(({ launches }) => launches <= ended);
  const units = unitsOf(events.flatMap((event) => (event.kind === 'arm' ? [event.arm] : [])));
  const stalls = events.flatMap((event) => (event.kind === 'launched' ? [event.stalls] : []));
  const limits = header.gate.limits.map(parseLimit);
  const judged = { units, load: described.load, stalls, limits };
  return { ...run, gate: gateOf(run, judged, look?.level ?? looks[0]?.level ?? 0, header.seed) };
}

interface Judged extends Pick<GateMaterial, 'units' | 'load' | 'stalls'> {
  readonly limits: readonly Limit[];
}

function gateOf(
  run: Run,
  { units, load, stalls, limits }: Judged,
  level: number,
  seed: string,
): Gate {
  const [scenario] = run.scenarios;
  const metrics = scenario?.metrics ?? {};
  const random = seededRandom(`${seed}/gate`);
  const results = judgeLimits(limits, { units, load, stalls, metrics, level, random });
  const reasons = scenario ? [...scenario.validity.reasons] : ['nothing was measured'];
  const drift = trendPValue(ratiosOverTime(units, load));
  if (drift < trendLevel) {
    reasons.push(
      `the ratio of the median response drifts over the run (p = ${drift.toPrecision(2)}): one side was still warming up, leaks or slows down; measure longer`,
    );
  }
  const state = reasons.length > 0 ? 'invalid' : stateOf(results);
  return { state, reasons, level, units: units.length, limits: [...results] };
}

function ratiosOverTime(units: readonly UnitArms[], load: Load): readonly number[] {
  return units.flatMap((unit) => {
    const value = unitValue(unit, 'response.p50', load);
    return value && value.baseline > 0 && value.candidate > 0
      ? [Math.log(value.candidate / value.baseline)]
      : [];
  });
}

/**
 * A usual limit on what neither side has holds nobody up. One that somebody wrote does: what it asks
 * for was not shown.
 */
export function stateOf(limits: readonly GateLimit[]): Gate['state'] {
  const asked = limits.filter(({ limit, state }) => state !== 'not judged' || !isUsual(limit));
  if (asked.some(({ state }) => state === 'broken')) return 'failed';
  return asked.length > 0 && asked.every(({ state }) => state === 'kept') ? 'passed' : 'unsure';
}

const isUsual = (limit: string): boolean => usualLimits.some(({ text }) => text === limit);
