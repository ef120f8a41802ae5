/** An attribution of a made-up server, as it would be measured: for the tests of this room. */
import { planDesign } from './design.ts';
import type { Contrast, Effects, StandardError } from './effects.ts';
import { type Chain, interactionChains } from './interactions.ts';
import { type MadeUpServer, measure, normalOf, type Precision } from './made-up-server.ts';
import type { Mix } from './mix.ts';
import { errorOfComparison, pathEffects } from './path-effects.ts';
import { planPaths } from './paths.ts';
import { byDesign } from './stages.ts';

const precision: Precision = { units: 5, noise: 0.03, launch: 0.01 };

interface StageResult {
  readonly effects: Effects;
  /** Of one comparison, beyond what its units show. */
  readonly comparison: StandardError;
}

export interface Experiment {
  readonly first: StageResult;
  readonly both: StageResult;
  /** The strongest first. */
  readonly chains: readonly Chain[];
  /** One more comparison. */
  readonly compare: (mixes: { readonly from: Mix; readonly to: Mix }) => Contrast;
}

export function simulate(server: MadeUpServer, fixes: number, random: () => number): Experiment {
  const normal = normalOf(random);
  const compare = (mixes: { readonly from: Mix; readonly to: Mix }, units = precision.units) =>
    measure(server, mixes, { ...precision, units }, normal);
  const design = planDesign(fixes, random);
  const contrasts = design.pairs.map((pair) => compare(pair));
  const { surface, modelled, measured } = byDesign(design, contrasts);
  const { effects, comparison } = measured;
  const paths = planPaths(fixes, 8, random).map((path) =>
    path.map((step) => ({ ...step, logRatios: compare(step, 2).logRatios })),
  );
  return {
    first: { effects, comparison },
    both: {
      effects: pathEffects(paths, surface, modelled),
      comparison: errorOfComparison(paths),
    },
    chains: interactionChains(
      design,
      contrasts,
      modelled.map((_, fix) => effects([fix]).value),
    ),
    compare,
  };
}
