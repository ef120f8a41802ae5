/** Are the limits kept, proven broken, or is it too early to tell? */
import type { GateLimit } from '../record/run.ts';
import { drawFlips, maxTPValues } from '../stats/max-t.ts';
import { contrastOf } from './contrast.ts';
import { judgeContrast, withoutTest } from './judge-contrast.ts';
import { judgeFigure } from './judge-figure.ts';
import { judgeCounts, judgeStalls } from './judge-numbers.ts';
import type { Limit } from './limit.ts';
import { type Evidence, type GateMaterial, isTested } from './material.ts';

/** So that a p-value can be a tenth of the level. */
const flipsOf = (level: number): number => Math.max(9_999, Math.ceil(10 / level));

/** One result a limit, in their order. */
export function judgeLimits(
  limits: readonly Limit[],
  material: GateMaterial,
): readonly GateLimit[] {
  const { units, level, random } = material;
  const flips = drawFlips(units.length, flipsOf(level), random);
  const exact = new Map(limits.map((limit) => [limit, judgeCounts(limit, material.counts)]));
  const contrasts = limits
    .filter((limit) => isTested(limit) && !exact.get(limit))
    .map((limit) => contrastOf(limit, units));
  const tested = contrasts.filter((contrast) => withoutTest(contrast, material) === null);
  const broken = maxTPValues(
    tested.flatMap(({ statistics }) => statistics),
    flips,
  );
  return limits.map((limit): GateLimit => {
    if (limit.metric === 'loop.stalls' && limit.of === 'ratio') return judgeStalls(limit, material);
    const counted = exact.get(limit);
    if (counted) return counted;
    const contrast = contrasts.find((each) => each.limit === limit);
    if (!contrast) return judgeFigure(limit, material);
    const index = tested.indexOf(contrast);
    const evidence: Evidence = {
      brokenP: broken.slice(2 * index, 2 * index + 2),
      family: tested.length,
      flips,
    };
    return withoutTest(contrast, material) ?? judgeContrast(contrast, evidence, material);
  });
}
