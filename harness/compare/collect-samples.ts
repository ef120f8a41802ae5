/** From the arms of a scenario to the samples of both sides. */
import type { Load } from '../config/scenario.ts';
import type { ArmResult, Side } from '../record/arm-result.ts';
import { type Metric, type MetricName, metric, metricNames } from '../record/metric.ts';
import { quantile, sortedNumbers } from '../stats/quantile.ts';
import { armSeries, seriesMissing } from './arm-series.ts';
import { type ScalarName, scalarSources } from './arm-value.ts';
import { isGrowth } from './compare-growth.ts';
import type { ArmValue, FigureKind, Sample, ScenarioArms } from './comparison.ts';
import { isValid } from './side-load.ts';

const sides: readonly Side[] = ['baseline', 'candidate'];

/**
 * Two samples, baseline and candidate, for every metric that is wanted, in order. Invalid arms are
 * left out. A metric without a source is there too and says why. Growth has one value a launch and is
 * compared elsewhere.
 */
export function collectSamples(
  { scenario, arms }: ScenarioArms,
  load: Load,
  wanted: readonly MetricName[] = metricNames,
): readonly Sample[] {
  const valid = arms.filter(isValid);
  return wanted.filter(isSampled).flatMap((name) =>
    sides.map((side): Sample => {
      const own = valid.filter((arm) => arm.side === side);
      return { scenario, metric: name, side, ...collect(name, own, valid, load) };
    }),
  );
}

const isSampled = (name: MetricName): boolean => !isGrowth(name);

type Collected = Omit<Sample, 'scenario' | 'metric' | 'side'>;

function collect(
  name: MetricName,
  own: readonly ArmResult[],
  all: readonly ArmResult[],
  load: Load,
): Collected {
  if (own.length === 0) return { ...nothing, missing: 'no valid arm of this side' };
  return isScalar(name)
    ? collectScalar(name, own, all, load)
    : collectQuantile(metric(name).quantile, own, load);
}

const isScalar = (name: MetricName): name is ScalarName => name in scalarSources;

const nothing = { figure: 'mean', arms: [], pooled: [], operations: 0 } as const;

function collectScalar(
  name: ScalarName,
  own: readonly ArmResult[],
  all: readonly ArmResult[],
  load: Load,
): Collected {
  const source = scalarSources[name];
  const absence = source.absence(all);
  if (absence !== null) return { ...nothing, missing: absence };
  const arms = own.flatMap((arm) => armValue(arm, source.value(arm, load)));
  return {
    figure: name.endsWith('.max') ? 'largest' : 'mean',
    arms,
    pooled: [],
    operations: own.reduce((sum, arm) => sum + arm.load.counts.completed, 0),
    missing: arms.length === 0 ? 'no arm of this side has a reading' : null,
  };
}

function collectQuantile(
  taken: Metric['quantile'],
  own: readonly ArmResult[],
  load: Load,
): Collected {
  if (taken === undefined) return { ...nothing, missing: 'the catalogue names no source for it' };
  const series = own.map((arm) => sortedNumbers(armSeries(arm, load, taken.of)));
  const arms = own.flatMap((arm, index) => {
    const values = series[index] ?? [];
    return armValue(arm, values.length === 0 ? null : quantile(values, taken.p));
  });
  const pooled = sortedNumbers(series.flat());
  return {
    figure: figureOfQuantile(taken.p, load),
    arms,
    pooled,
    operations: pooled.length,
    missing: pooled.length === 0 ? seriesMissing[taken.of] : null,
  };
}

/** The operations of an episode share one queue: an episode is one value, however many it holds. */
function figureOfQuantile(p: number, load: Load): FigureKind {
  if (p === 1) return 'largest';
  return load.kind === 'episode' ? 'mean' : 'quantile';
}

function armValue({ launch, unit, seed }: ArmResult, value: number | null): readonly ArmValue[] {
  return value === null ? [] : [{ launch, unit, seed, value }];
}
