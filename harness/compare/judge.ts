/** Everything that `run.json` says of one scenario. */
import type { Scenario } from '../config/scenario.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import { metricNames } from '../record/metric.ts';
import type { RunScenario, Summary } from '../record/run.ts';
import type { SameWork, WarmUp } from '../run/events.ts';
import { collectSamples } from './collect-samples.ts';
import { compareGrowth } from './compare-growth.ts';
import { compareSamples } from './compare-samples.ts';
import type { Comparison, Sample } from './comparison.ts';
import { driftReasons } from './drift.ts';
import { judgeSoak } from './judge-soak.ts';
import { notJudged, standard } from './judging.ts';
import { noiseOf } from './self-ratio.ts';
import { sumCounts, sumFailures } from './side-load.ts';
import { logRatio, pairUnits } from './unit-pairs.ts';
import { type FailedShares, scenarioValidity } from './validity.ts';

export interface MeasuredScenario {
  /** Its load as it was driven: shortened for `--quick` or `--duration`. `soakMs`: it was a leak check. */
  readonly scenario: Pick<
    Scenario,
    | 'name'
    | 'title'
    | 'findings'
    | 'metricOfInterest'
    | 'remark'
    | 'unjudged'
    | 'parameters'
    | 'load'
  > & { readonly soakMs?: number };
  readonly arms: readonly ArmResult[];
  readonly sameWork: readonly SameWork[];
  /** Of each launch that has ended. */
  readonly warmUps: readonly WarmUp[];
  /** Why the trial did not come to its end, in words; empty when it did. */
  readonly faults: readonly string[];
  /** 1 % of each side where this is left out. */
  readonly mayFail?: FailedShares;
  readonly quick: boolean;
  /** A trend of the ratio as unlikely as this makes it invalid; 0 where somebody else looks for one. */
  readonly driftLevel: number;
  /** Numbers in [0, 1) from the run's seed: the same recording comes to the same figures. */
  readonly random: () => number;
}

/** Samples, comparisons and validity of one scenario; an invalid one keeps its figures unjudged. */
export function summarizeScenario(measured: MeasuredScenario): RunScenario {
  const { scenario, arms, sameWork, warmUps, quick, random } = measured;
  const samples = collectSamples({ scenario: scenario.name, arms }, scenario.load);
  const faults = [
    ...measured.faults,
    ...driftReasons(ratiosOverTime(samples), measured.driftLevel),
  ];
  const validity = scenarioValidity(arms, sameWork, faults, measured.mayFail);
  const judging = { ...standard, judge: !quick, random };
  const [fault] = validity.reasons;
  const invalidBecause = fault === undefined ? null : `the scenario is invalid: ${fault}`;
  return {
    name: scenario.name,
    title: scenario.title,
    findings: [...scenario.findings],
    metricOfInterest: scenario.metricOfInterest,
    ...(scenario.remark === undefined ? {} : { remark: scenario.remark }),
    ...(scenario.unjudged === undefined ? {} : { unjudged: scenario.unjudged }),
    validity: { state: validity.state, reasons: [...validity.reasons] },
    load: { baseline: sumCounts('baseline', arms), candidate: sumCounts('candidate', arms) },
    failures: {
      baseline: sumFailures('baseline', arms),
      candidate: sumFailures('candidate', arms),
    },
    parameters: scenario.parameters,
    launches: new Set(arms.map(({ launch }) => launch)).size,
    units: countUnits(arms),
    warmUp: warmUpOf(warmUps),
    sameWork: {
      compared: sameWork.reduce((sum, { compared }) => sum + compared, 0),
      differences: sameWork.flatMap(({ differences }) => differences),
    },
    noise: noiseOf(samples),
    metrics: metricsOf(
      [
        ...compareSamples(samples, judging).map((each) => unjudgedIf(scenario.unjudged, each)),
        ...compareGrowth(scenario.name, arms, judging).map((each) =>
          // Growth is what a soak is there for.
          unjudgedIf(scenario.soakMs === undefined ? scenario.unjudged : undefined, each),
        ),
      ],
      invalidBecause,
    ),
    ...(scenario.soakMs === undefined ? {} : { soak: judgeSoak(arms, scenario.soakMs / 1000) }),
  };
}

/** In the order of the catalogue. */
function metricsOf(
  comparisons: readonly Comparison[],
  invalidBecause: string | null,
): RunScenario['metrics'] {
  const judged = invalidBecause === null ? {} : notJudged(invalidBecause);
  const byName = new Map(
    comparisons.map(({ scenario: _scenario, metric, ...measured }) => [
      metric,
      { ...measured, ...judged },
    ]),
  );
  return Object.fromEntries(
    metricNames.flatMap((name) => {
      const measured = byName.get(name);
      return measured === undefined ? [] : [[name, measured]];
    }),
  );
}

/** With valid arms of both sides that did the same work: intervals rest on these. */
function countUnits(arms: readonly ArmResult[]): number {
  const of = (wanted: Side) =>
    arms
      .filter(({ side, validity }) => side === wanted && validity.state === 'valid')
      .map(({ launch, unit, seed }) => ({ launch, unit, seed, value: 0 }));
  return pairUnits(of('baseline'), of('candidate')).length;
}

/** Logarithms; a unit without a ratio is left out. */
function ratiosOverTime(samples: readonly Sample[]): readonly number[] {
  const armsOf = (side: Side) =>
    samples.find((sample) => sample.side === side && sample.metric === 'response.p50')?.arms ?? [];
  return pairUnits(armsOf('baseline'), armsOf('candidate')).map(logRatio).filter(Number.isFinite);
}

/** Whether response times had ceased to change is known where it was waited for. */
function warmUpOf(warmUps: readonly WarmUp[]): RunScenario['warmUp'] {
  const looked = warmUps.filter(({ steady }) => steady !== null);
  return {
    ms: warmUps.map(({ ms }) => ms),
    steady: looked.length === 0 ? null : looked.filter(({ steady }) => steady).length,
  };
}

/** Where nothing is judged, a figure stands without its limits; one that is missing says why itself. */
function unjudgedIf(unjudged: string | undefined, comparison: Comparison): Comparison {
  const { baseline, candidate } = comparison;
  if (unjudged === undefined || !baseline || !candidate) return comparison;
  const bare = (summary: Summary): Summary => ({
    ...summary,
    lo: summary.value,
    hi: summary.value,
  });
  return {
    ...comparison,
    baseline: bare(baseline),
    candidate: bare(candidate),
    ...notJudged(unjudged),
  };
}
