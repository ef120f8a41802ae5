/** What speaks against taking a capacity for the server's own. */
import type { CapacitySide } from '../record/capacity.ts';
import { unseenOverload } from './judge-level.ts';

const generatorLimit = 0.9;
const helperLimit = 0.8;
const latenessLimitMs = 20;
/** In a level of many operations it is hardly more than 5 %. */
const unseenLimit = 0.15;
/** A level should last so many response times. */
const responsesInStep = 5;

/** In words, each with what to do; empty when nothing does. */
export function capacityWarnings(side: CapacitySide, stepSeconds: number): string[] {
  const warnings = [closedLoopWarning(side), ...kneeWarnings(side), stepWarning(side, stepSeconds)];
  return warnings.filter((warning) => warning !== null);
}

function closedLoopWarning({ variant, saturation }: CapacitySide): string | null {
  const best = saturation.steps.find(
    ({ connections }) => connections === saturation.best?.connections,
  );
  if (!best || best.generatorUtilization <= generatorLimit) return null;
  return `${variant.name}: the generator was ${percent(best.generatorUtilization)} busy in closed loop, so that the server may answer more than that.`;
}

function kneeWarnings({ variant, levels, knee }: CapacitySide): (string | null)[] {
  const at = levels.findLast(
    ({ ratePerSecond, state }) => ratePerSecond === knee?.ratePerSecond && state === 'kept up',
  );
  if (!at) return [];
  const { helperCoreBusy: busy, serviceLateP99Ms: late } = at;
  const unseen = unseenOverload(at);
  const overload =
    unseen > 1
      ? 'no overload below twice the capacity shows'
      : `an overload of less than ${percent(unseen)} does not show`;
  return [
    unseen <= unseenLimit
      ? null
      : `${variant.name}: the knee rests on ${at.counts.planned} operations, in which ${overload}: a longer --duration tells more.`,
    busy === null || busy <= helperLimit
      ? null
      : `${variant.name}: at the knee the core of database, services and generator was ${percent(busy)} busy: the limit may be theirs and not the server's.`,
    late === null || late <= latenessLimitMs
      ? null
      : `${variant.name}: at the knee the services were ${late.toFixed(0)} ms late at P99 (limit ${latenessLimitMs} ms): the machine was too busy.`,
  ];
}

function stepWarning(
  { variant, levels: [lightest] }: CapacitySide,
  stepSeconds: number,
): string | null {
  const p50Ms = lightest?.response.p50 ?? 0;
  const leastSeconds = Math.ceil((responsesInStep * p50Ms) / 1000);
  if (stepSeconds >= leastSeconds) return null;
  return `${variant.name}: its responses take ${(p50Ms / 1000).toFixed(1)} s at the lightest level, too long for steps of ${stepSeconds} s: give --duration ${leastSeconds}s or more.`;
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
