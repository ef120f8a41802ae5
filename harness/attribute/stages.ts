/** Both stages by one metric: from the comparisons that were measured to the effects of the fixes. */
import type { MetricName } from '../record/metric.ts';
import type { Design } from './design.ts';
import {
  type Contrast,
  type DesignEffects,
  designEffects,
  type Effects,
  type StandardError,
} from './effects.ts';
import { type Chain, interactionChains } from './interactions.ts';
import { contrastOf, type MeasuredContrast } from './measured-contrasts.ts';
import { type Measurements, measuredAs } from './measurements.ts';
import { errorOfComparison, type MeasuredPath, pathEffects } from './path-effects.ts';
import { pathName, type Stage } from './plan-attribution.ts';
import { fitSurface, type Surface, surfaceEffects } from './surface.ts';

export interface FirstStage {
  readonly contrasts: readonly Contrast[];
  readonly surface: Surface;
  /** The model's own effects. */
  readonly modelled: readonly number[];
  readonly measured: DesignEffects;
}

export interface Stages {
  readonly first: FirstStage;
  /** Which stage the effects are of. */
  readonly stage: 'first' | 'second';
  readonly effects: Effects;
  /** How far one comparison of two mixes may be off beyond what its units show. */
  readonly comparison: StandardError;
  /** Why it is the first stage, where the second was asked for. */
  readonly lacking?: string;
}

interface Missing {
  readonly missing: string;
}

/** A comparison of these measurements by metric, or why it has none. */
export const contrastFor = (
  of: Measurements,
  metric: MetricName,
  stage: Stage,
  part: string,
): MeasuredContrast => contrastNamed(of, metric, `${of.asked.scenario}/${stage}-${part}`);

export function contrastNamed(
  of: Measurements,
  metric: MetricName,
  name: string,
): MeasuredContrast {
  const measured = measuredAs(of, name);
  if (!measured) return { missing: `${name} was not measured: go on with --resume` };
  const [fault] = measured.faults;
  if (fault !== undefined) return { missing: `${name}: ${fault}` };
  const contrast = contrastOf(measured, metric);
  return 'missing' in contrast ? { missing: `${name}: ${contrast.missing}` } : contrast;
}

export function stagesOf(of: Measurements, metric: MetricName): Stages | Missing {
  const first = firstStage(of, metric);
  if ('missing' in first) return first;
  const { surface, modelled, measured } = first;
  const paths = measuredPaths(of, metric);
  const { effects: ofDesign, comparison } = measured;
  const alone = { first, stage: 'first', effects: ofDesign, comparison } as const;
  if ('missing' in paths) return { ...alone, lacking: paths.missing };
  if (paths.length === 0) return alone;
  const effects = pathEffects(paths, surface, modelled);
  return { first, stage: 'second', effects, comparison: errorOfComparison(paths) };
}

export function firstStage(of: Measurements, metric: MetricName): FirstStage | Missing {
  const { design } = of.plan;
  const contrasts: Contrast[] = [];
  for (const pair of design.pairs.keys()) {
    const each = contrastFor(of, metric, 'design', `${pair + 1}`);
    if ('missing' in each) return each;
    contrasts.push(each);
  }
  return byDesign(design, contrasts);
}

/** The contrasts are those of its pairs. */
export function byDesign(design: Design, contrasts: readonly Contrast[]): FirstStage {
  const levels = design.pairs.flatMap(({ from, to }, pair) => [
    { mix: from, log: contrasts[pair]?.from ?? Number.NaN },
    { mix: to, log: contrasts[pair]?.to ?? Number.NaN },
  ]);
  const surface = fitSurface(levels, design.words.length);
  const modelled = surfaceEffects(surface, design.words.length);
  const measured = designEffects(design, contrasts, surface, modelled);
  return { contrasts, surface, modelled, measured };
}

/** None without the second stage; or which step of which path is missing. */
function measuredPaths(of: Measurements, metric: MetricName): readonly MeasuredPath[] | Missing {
  const paths: MeasuredPath[] = [];
  for (const steps of of.plan.paths) {
    const measured: MeasuredPath[number][] = [];
    for (const step of steps) {
      const each = contrastFor(of, metric, 'path', pathName(step));
      if ('missing' in each) return each;
      measured.push({ ...step, logRatios: each.logRatios });
    }
    paths.push(measured);
  }
  return paths;
}

/** The strongest first; named by the effects of the first stage, so that they stay the same. */
export const chainsOf = (
  { asked, plan: { design } }: Measurements,
  { contrasts, measured }: FirstStage,
): readonly Chain[] =>
  interactionChains(
    design,
    contrasts,
    asked.factors.map((_, fix) => measured.effects([fix]).value),
  );
