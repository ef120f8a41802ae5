/** What was claimed, held against all that the reference measured. Pure. */
import { judgeClaims } from '../../harness/attribute/judge-claims.ts';
import { measurementsOf } from '../../harness/attribute/measurements.ts';
import { allFixes, noFixes } from '../../harness/attribute/mix.ts';
import { comparisonOf } from '../../harness/attribute/plan-attribution.ts';
import type { Claim } from '../../harness/config/claim.ts';
import type { JudgedClaim } from '../../harness/record/judged-claim.ts';
import type { AskedAttribution, Recording } from '../../harness/record/recording.ts';
import type { RunEvent } from '../../harness/run/events.ts';

/**
 * The claims as they read today: they say how to read what was measured, and change nothing of it.
 * What all fixes give together is taken from the comparisons of the reference, which are longer than
 * the attribution's own.
 */
export function judgeAnew(
  attributed: Recording,
  compared: readonly Recording[],
  claims: readonly Claim[],
): readonly JudgedClaim[] {
  const { attribution } = attributed.header;
  if (!attribution) throw new Error('claims are judged by an attribution');
  const asked = { ...attribution, claims };
  const of = measurementsOf({
    header: { ...attributed.header, attribution: asked },
    events: [...attributed.events, ...compared.flatMap((each) => asComparisons(each, asked))],
  });
  return of ? judgeClaims(of) : [];
}

/** As the attribution would have named it: of a name the last one counts. */
function asComparisons({ header, events }: Recording, asked: AskedAttribution): RunEvent[] {
  return header.scenarios.flatMap(({ name: scenario, load }): RunEvent[] => {
    const all = { of: 'comparison', scenario, from: [], to: 'all' } as const;
    const planned = comparisonOf({ ...all, metric: 'response.p50', as: 'reduction' }, asked);
    if (!planned) return [];
    const { name, stage } = planned;
    const mixes = { from: noFixes, to: allFixes(asked.factors.length) };
    return [{ kind: 'comparing', scenario: name, stage, load, ...mixes }, ...events];
  });
}
