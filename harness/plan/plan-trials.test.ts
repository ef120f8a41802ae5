import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { LoadedScenario, Variant } from '../config/config.ts';
import type { Config } from '../config/parse-config.ts';
import { scenarioOfRequest } from '../config/request-scenario.ts';
import type { Load } from '../config/scenario.ts';
import { expectedMs } from './expected-duration.ts';
import { planTrials } from './plan-trials.ts';

const test = suite('planTrials');
const variant = (name: string): Variant => ({
  name,
  command: ['node'],
  cwd: '/',
  environment: {},
  fixes: [],
  readyPath: null,
});
const request = {
  method: 'GET',
  path: '/',
  headers: {},
  body: null,
  ratePerSecond: 10,
  durationMs: 4000,
};
const pairs: Load = { kind: 'open', ratePerSecond: 1, armMs: 16_000, cutMs: 4000, unit: 'pair' };

function configOf(load: Load, units: number, changes: Partial<Config> = {}): Config {
  const trial = { launches: 2, units };
  const loaded: LoadedScenario = {
    scenario: { ...scenarioOfRequest(request), load, trial },
    source: { kind: 'request', request },
  };
  return {
    baseline: variant('a'),
    candidate: variant('b'),
    scenarios: [loaded],
    seed: '1',
    quick: false,
    budgetMs: null,
    durationMs: null,
    out: '/',
    soakMs: null,
    gate: false,
    ...changes,
  };
}

const unitsOf = (config: Config) =>
  planTrials(config).flatMap(({ launches }) => launches.flatMap(({ units }) => units));

const short: Load = { kind: 'open', ratePerSecond: 100, armMs: 250, cutMs: 0, unit: 'quad' };

test('of a gate, one unit in eight is a control, and each launch warms up and counts first', () => {
  const [trial] = planTrials(configOf(short, 64, { gate: true }));
  const units = trial?.launches.flatMap((launch) => launch.units) ?? [];
  const controls = units.filter(({ control }) => control);
  assert.equal([units.length, controls.length], [64, 8]);
  for (const { arms } of controls) {
    assert.is(new Set(arms.map(({ server }) => server)).size, 1);
    assert.equal(arms.map(({ label }) => label).sort(), ['A1', 'A2', 'C1', 'C2']);
    assert.is(arms.filter(({ side }) => side === 'candidate').length, 2);
  }
  const servers = controls.map(({ arms }) => arms[0]?.server);
  assert.is(servers.filter((server) => server === 'baseline').length, 4);
  assert.equal(
    trial?.launches.map(({ warmUpUnits }) => warmUpUnits.length),
    [30, 30],
  );
  assert.equal(new Set(trial?.launches.map(({ countSeed }) => countSeed)).size, 1);
  assert.ok(trial?.launches[0]?.countSeed);
});

test('a comparison of short arms warms up by units as a gate does, without control or counts', () => {
  const [trial] = planTrials(configOf(short, 64));
  for (const { warmUpUnits, countSeed, units } of trial?.launches ?? []) {
    assert.equal([warmUpUnits.length, countSeed], [30, null]);
    assert.ok(units.every(({ control }) => !control));
  }
});

test('long arms and quick comparisons are not warmed up by units', () => {
  for (const config of [configOf(pairs, 7), configOf(short, 64, { quick: true })]) {
    const launches = planTrials(config).flatMap((trial) => trial.launches);
    assert.ok(launches.length > 0);
    assert.ok(launches.every(({ warmUpUnits }) => warmUpUnits.length === 0));
  }
});

test('units are shared out over the launches and numbered through', () => {
  const [trial] = planTrials(configOf(pairs, 7));
  assert.equal(
    trial?.launches.map(({ units }) => units.length),
    [4, 3],
  );
  assert.equal(
    unitsOf(configOf(pairs, 7)).map(({ number }) => number),
    [0, 1, 2, 3, 4, 5, 6],
  );
});

test('a pair is A B or B A, a quad A B B A or B A A B, and both orders come', () => {
  const orders = (unit: 'pair' | 'quad') =>
    unitsOf(configOf({ ...pairs, unit }, 40)).map(({ arms }) =>
      arms.map(({ label }) => label).join(' '),
    );
  assert.equal([...new Set(orders('pair'))].sort(), ['A1 B1', 'B1 A1']);
  assert.equal([...new Set(orders('quad'))].sort(), ['A1 B1 B2 A2', 'B1 A1 A2 B2']);
});

test('A1 and B1 replay one seed, A2 and B2 another, no two units share one', () => {
  const seeds = new Set<string>();
  for (const { arms } of unitsOf(configOf({ ...pairs, unit: 'quad' }, 6))) {
    const seedOf = (label: string) => arms.find((arm) => arm.label === label)?.seed ?? '';
    assert.is(seedOf('A1'), seedOf('B1'));
    assert.is(seedOf('A2'), seedOf('B2'));
    seeds.add(seedOf('A1')).add(seedOf('A2'));
  }
  assert.is(seeds.size, 12);
});

test('the same seed gives the same plan, another seed another order', () => {
  const plan = (seed: string) => JSON.stringify(planTrials(configOf(pairs, 20, { seed })));
  assert.is(plan('1'), plan('1'));
  assert.is.not(plan('1'), plan('2'));
});

test('--quick is one launch of one short unit', () => {
  const [trial] = planTrials(configOf(pairs, 7, { quick: true }));
  assert.is(trial?.launches.length, 1);
  assert.is(trial?.launches[0]?.units.length, 1);
  assert.ok(trial && trial.load.kind === 'open' && trial.load.armMs < 16_000);
});

test('a budget leaves units out until the plan fits', () => {
  const whole = expectedMs(planTrials(configOf(pairs, 20)));
  const fitted = planTrials(configOf(pairs, 20, { budgetMs: whole / 2 }));
  assert.ok(expectedMs(fitted) <= whole / 2);
  assert.ok(unitsOf(configOf(pairs, 20, { budgetMs: whole / 2 })).length >= 5);
});

test('a budget that not even one unit fits into is a usage error', () => {
  assert.throws(
    () => planTrials(configOf(pairs, 7, { budgetMs: 5000 })),
    (error: { code: number; message: string }) =>
      error.code === 2 && /--budget is too short/.test(error.message),
  );
});

test('--duration shortens arms, and never makes them longer than their plan', () => {
  const armMs = (durationMs: number) => {
    const load = planTrials(configOf(pairs, 7, { durationMs }))[0]?.load;
    return load?.kind === 'open' ? load.armMs : null;
  };
  assert.is(armMs(5000), 5000);
  assert.is(armMs(60_000), 16_000);
});

test.run();
