import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AskedAttribution } from '../record/recording.ts';
import { allFixes, noFixes } from './mix.ts';
import { planAttribution } from './plan-attribution.ts';

const test = suite('plan of an attribution');

const asked: AskedAttribution = {
  scenario: 'whole',
  flags: {},
  seed: '1',
  factors: ['a', 'b', 'c', 'd'].map((fix) => ({ fix, finding: null })),
  metrics: ['response.p95'],
  thorough: true,
  crossCheck: true,
  claims: [],
  checkClaims: false,
};
const all = allFixes(4);

test('each stage has its comparisons, each with a name of its own', () => {
  const { comparisons } = planAttribution(asked);
  const counts = new Map<string, number>();
  for (const { stage } of comparisons) counts.set(stage, (counts.get(stage) ?? 0) + 1);
  assert.equal(
    [...counts],
    [
      ['total', 1],
      ['design', 8],
      ['path', 8 * 4],
      ['alone', 4],
      ['without', 4],
    ],
  );
  assert.is(new Set(comparisons.map(({ name }) => name)).size, comparisons.length);
});

test('every path goes from nothing to all, one fix a step, and back in another', () => {
  const { paths } = planAttribution(asked);
  for (const [index, steps] of paths.entries()) {
    assert.is(steps[0]?.from, noFixes);
    assert.is(steps.at(-1)?.to, all);
    assert.ok(steps.every(({ from, to, fix }) => to === from + 2 ** fix));
    assert.ok(steps.every(({ from }, step) => step === 0 || from === steps[step - 1]?.to));
    const order = steps.map(({ fix }) => fix);
    const mirror = paths[index ^ 1]?.map(({ fix }) => fix) ?? [];
    assert.equal(order, [...mirror].reverse());
  }
});

test('the first stage alone is a prefix of what more is asked', () => {
  const first = planAttribution({ ...asked, thorough: false, crossCheck: false }).comparisons;
  assert.equal(planAttribution(asked).comparisons.slice(0, first.length), first);
});

test('another seed draws other columns, orders and paths', () => {
  const other = planAttribution({ ...asked, seed: '2' });
  assert.not.equal(other.design, planAttribution(asked).design);
});

test('claims are measured once each; one on the whole needs nothing more', () => {
  const measure = { of: 'comparison', metric: 'response.p50', as: 'reduction' } as const;
  const claim = { finding: null, quote: '', scope: '', lo: 1, hi: 1 };
  const onWhole = {
    ...claim,
    measure: { ...measure, scenario: 'whole', from: [], to: 'all' as const },
  };
  const onPart = {
    ...claim,
    measure: { ...measure, scenario: 'part', from: ['a'], to: ['a', 'c'] },
  };
  const unknown = { ...claim, measure: { ...measure, scenario: 'part', from: [], to: ['z'] } };
  const { comparisons } = planAttribution({
    ...asked,
    claims: [onWhole, onPart, onPart, unknown],
    checkClaims: true,
  });
  assert.equal(
    comparisons.filter(({ stage }) => stage === 'claim'),
    [{ name: 'part/claim-1-5', stage: 'claim', scenario: 'part', from: 0b1, to: 0b101 }],
  );
});

test.run();
