import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { operations, pairs, sampleArm, sampleUnits } from '../compare/sample-arm.ts';
import type { AskedAttribution } from '../record/recording.ts';
import { attributeMetric } from './attribute-metric.ts';
import type { MeasuredComparison } from './measured-contrasts.ts';
import { isOn, type Mix } from './mix.ts';
import { confirming, type MixComparison, planAttribution } from './plan-attribution.ts';

const test = suite('attribution of a metric');

const asked: AskedAttribution = {
  scenario: 'whole',
  flags: {},
  seed: '1',
  factors: ['pipeline', 'pool', 'cache', 'log', 'auth', 'state'].map((fix) => ({
    fix,
    finding: null,
  })),
  metrics: ['response.p50'],
  thorough: true,
  crossCheck: true,
  claims: [],
  checkClaims: false,
};
const plan = planAttribution(asked);

/** Pipeline halves 800 ms, and with it on the pool halves them again; the others do nothing. */
const milliseconds = (mix: Mix): number =>
  800 / (isOn(mix, 0) ? 2 : 1) / (isOn(mix, 0) && isOn(mix, 1) ? 2 : 1);

function compared({ from, to }: Pick<MixComparison, 'from' | 'to'>): MeasuredComparison {
  const arms = sampleUnits(5, (side, unit) => {
    const ms = milliseconds(side === 'baseline' ? from : to);
    return sampleArm({ side, unit }, operations(20, ms * (1 + 0.01 * unit)));
  });
  return { from, to, load: pairs, arms, faults: [] };
}

const measured = (
  comparisons: readonly MixComparison[],
  change: Readonly<Record<string, MeasuredComparison>> = {},
) => {
  const all = comparisons.map((each) => [each.name, compared(each)] as const);
  const of = { asked, plan, comparisons: new Map([...all, ...Object.entries(change)]) };
  return attributeMetric(of, 'response.p50', undefined);
};

test('both stages, with a class of each fix', () => {
  const { stage, reason, sum, fixes } = measured(plan.comparisons);
  assert.is(stage, 'second');
  assert.is(reason, undefined);
  assert.ok(Math.abs((sum?.value ?? NaN) - 0.25) < 1e-9);
  const classes = fixes.map((fix) => `${fix.fix}: ${fix.class}`);
  assert.equal(classes.slice(1, 2), ['pool: masked']);
  assert.ok(Math.abs((fixes[1]?.alone?.value ?? NaN) - 1) < 1e-9);
  assert.ok(Math.abs((fixes[1]?.without?.value ?? NaN) - 0.5) < 1e-9);
  assert.equal(
    classes.slice(2),
    ['cache', 'log', 'auth', 'state'].map((name) => `${name}: no effect found`),
  );
});

test('without a step of a path it is the first stage, and says which is missing', () => {
  const [step] = plan.comparisons.filter((each) => each.stage === 'path').slice(-1);
  assert.ok(step);
  const { stage, reason } = measured(plan.comparisons, {
    [step.name]: { ...compared(step), faults: ['a side died'] },
  });
  assert.is(stage, 'first');
  assert.is(reason, `${step.name}: a side died`);
});

test('a step that has no value by the metric is named, too', () => {
  const [step] = plan.comparisons.filter((each) => each.stage === 'path');
  assert.ok(step);
  const idle = { ...compared(step), arms: [] };
  const { stage, reason = '' } = measured(plan.comparisons, { [step.name]: idle });
  assert.is(stage, 'first');
  assert.ok(reason.startsWith(`${step.name}: `), reason);
});

test('a chain is named by that of its pairs which was confirmed', () => {
  const [chain] = measured(plan.comparisons).interactions;
  assert.ok(chain);
  assert.equal(chain.fixes, ['pipeline', 'pool']);
  assert.is(chain.confirmed, null);
  assert.ok(chain.aliases.length > 0, 'the design of six fixes has chains of several pairs');
  const [alias] = chain.aliases;
  const indexOf = (name: string | undefined) => asked.factors.findIndex(({ fix }) => fix === name);
  const squares = confirming([indexOf(alias?.[0]), indexOf(alias?.[1])], asked);
  const named = measured([...plan.comparisons, ...squares]).interactions[0];
  assert.equal(named?.fixes, alias);
  assert.equal(named?.aliases[0], ['pipeline', 'pool']);
  assert.ok(named?.confirmed);
});

test.run();
