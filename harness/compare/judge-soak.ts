/** Does a side leak? What a soak says of each, in words. */
import type { ArmResult, Side } from '../record/arm-result.ts';
import type { Soak, SoakSide } from '../record/run.ts';
import { type Point, type Slope, slopeInterval } from '../stats/theil-sen.ts';
import { noGrowth } from './compare-growth.ts';
import {
  type HeldKind,
  type HeldMemory,
  heldMemory,
  lineOf,
  lowEnvelope,
  settled,
} from './held-memory.ts';
import {
  type Growth,
  leaks,
  noLeak,
  notExcluded,
  onlyResident,
  type SoakVerdict,
  stillGrowing,
  tooFew,
} from './soak-words.ts';

/** Each half of what is judged needs an interval of its own. */
const fewestCollections = 16;
/** KiB per 1,000 operations, about 100 bytes of each: a check that could overlook more has found nothing. */
const mostOverlooked = 100;
/** Compiled code and what V8 learns of types still come late: a bare server gains tens of KiB. */
const warmingKiB = 256;
/** V8 may take so much for young objects (three spaces of 16 MiB), step by step, and keep it. */
const youngKiB = 48 * 1024;

export function judgeSoak(arms: readonly ArmResult[], seconds: number): Soak {
  const side = (name: Side): SoakSide => judgeSide(heldMemory(arms, name)[0]);
  return { seconds, baseline: side('baseline'), candidate: side('candidate') };
}

function judgeSide(held: HeldMemory = { operations: 0, points: [] }): SoakSide {
  const late = settled(held);
  const of = (kind: HeldKind) => growthOf(lowEnvelope(lineOf(late, kind)));
  const [heap, buffers, rss] = [of('heap'), of('buffers'), of('rss')];
  const seen = { operations: held.operations, collections: late.length };
  if (!heap || !buffers || !rss) {
    const growth = { heap: null, buffers: null, rss: null };
    return {
      ...seen,
      growth,
      verdict: 'cannot be said',
      words: tooFew(late.length, fewestCollections),
    };
  }
  const growth = { heap: heap.whole, buffers: buffers.whole, rss: rss.whole };
  return { ...seen, growth, ...verdictOf({ heap, buffers, rss }, held.operations / 2000) };
}

function growthOf(points: readonly Point[]): Growth | null {
  if (points.length < fewestCollections) return null;
  const middle = Math.floor(points.length / 2);
  const whole = slopeInterval([points]);
  const first = slopeInterval([points.slice(0, middle)]);
  const last = slopeInterval([points.slice(middle)]);
  return whole && first && last ? { whole, first, last } : null;
}

/** A step, or a cache that has just become full, is no growth: it has to go on to the end. */
const goesOn = ({ whole, last }: Growth, over: number): boolean =>
  whole.lo > over && last.lo > over;

/** As a cache does that keys are drawn for: the fuller it is, the fewer are new. */
const slows = ({ first, last }: Growth): boolean => last.hi < first.lo;

/** What is left at the end of a growth that has come to rest. */
const atTheEnd = (growth: Growth): Slope =>
  growth.whole.lo > noGrowth && growth.last.lo <= noGrowth ? growth.last : growth.whole;

/** `thousands` of operations are judged. */
function verdictOf(growth: Readonly<Record<HeldKind, Growth>>, thousands: number): SoakVerdict {
  const { heap, buffers, rss } = growth;
  const growing = ([heap, buffers] as const).filter(
    (each) => goesOn(each, noGrowth) && each.whole.lo * thousands > warmingKiB,
  );
  if (growing.length > 0) {
    const where =
      growing.length === 2 ? 'heap and buffers' : growing[0] === heap ? 'heap' : 'buffers';
    return growing.every(slows) ? stillGrowing(growing, where) : leaks(growing, where);
  }
  const beyondYoung = rss.whole.lo * thousands > youngKiB;
  if (beyondYoung && goesOn(rss, mostOverlooked)) return onlyResident(rss);
  const most = Math.max(0, atTheEnd(heap).hi) + Math.max(0, atTheEnd(buffers).hi);
  return most <= mostOverlooked ? noLeak(most) : notExcluded(most);
}
