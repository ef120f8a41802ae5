import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { planDesign, signIn } from './design.ts';
import { designEffects, type Effect, type Effects } from './effects.ts';
import { delayServer, type MadeUpServer, measure, trueEffects } from './made-up-server.ts';
import { simulate } from './simulated-experiment.ts';
import { fitSurface, surfaceEffects } from './surface.ts';

const test = suite('effects');

const fixes = 14;
const every = Array.from({ length: fixes }, (_, fix) => fix);

const holds = ({ lo, hi }: Effect, truth: number): boolean => lo <= truth && truth <= hi;

test('where the spare columns happen to show nothing, intervals reach as far as pairs miss the model', () => {
  const design = planDesign(14, seededRandom('1/design'));
  const [word = 0] = design.words;
  // What only the first fix's column meets, and no spare one.
  const contrasts = design.pairs.map(({ row }) => {
    const missed = 0.04 * signIn(row, word);
    return { logRatios: [missed, missed], from: 0, to: missed };
  });
  const flat = { lambda: 0, logAt: () => 0 };
  const { effects, lackOfFit } = designEffects(
    design,
    contrasts,
    flat,
    every.map(() => 0),
  );
  assert.ok(Math.max(...lackOfFit.map(Math.abs)) < 1e-12);
  const { lo, hi } = effects([1]);
  assert.ok(hi > 0.02 && lo < -0.02, `${lo} to ${hi}`);
});

test('known delays and two known interactions are recovered', () => {
  const delays = [80, 60, 40, 30, 20, 16, 12, 10, 8, 6, 5, 4, 3, 2];
  const server = delayServer(60, delays, [
    // Partly side by side: less than their sum, while both are there.
    { of: [0, 1], ms: -50 },
    { of: [2, 3], ms: -25 },
  ]);
  const { first, both, chains } = simulate(server, fixes, seededRandom('known'));
  const truth = trueEffects(server, fixes);
  const within = (effects: Effects) =>
    truth.filter((value, fix) => holds(effects([fix]), value)).length;
  assert.ok(within(first.effects) >= 13, `first stage: ${within(first.effects)} of 14`);
  assert.ok(within(both.effects) >= 13, `both stages: ${within(both.effects)} of 14`);
  // A chain may be named by another of its pairs, with larger parents.
  const members = chains
    .slice(0, 2)
    .map(({ pair, aliases }) => [pair, ...aliases].map(([a, b]) => `${a}+${b}`));
  assert.ok(members[0]?.includes('0+1'), JSON.stringify(members));
  assert.ok(members[1]?.includes('2+3'), JSON.stringify(members));
});

test('without noise, a model that is right is exact', () => {
  const server = delayServer(10, [4, 3, 2]);
  const design = planDesign(3, seededRandom('exact'));
  const contrasts = design.pairs.map((pair) =>
    measure(server, pair, { units: 2, noise: 0, launch: 0 }, () => 0),
  );
  const levels = design.pairs.flatMap(({ from, to }) => [
    { mix: from, log: server(from) },
    { mix: to, log: server(to) },
  ]);
  const surface = fitSurface(levels, 3);
  assert.is(surface.lambda, 1);
  const { effects } = designEffects(design, contrasts, surface, surfaceEffects(surface, 3));
  for (const [fix, truth] of trueEffects(server, 3).entries()) {
    assert.ok(Math.abs(effects([fix]).value - truth) < 1e-9);
  }
});

test('a fix that does nothing to an exact count has no effect, however narrow its interval', () => {
  const counts = (mix: number): number => Math.log(mix & 1 ? 3 : 7);
  const design = planDesign(3, seededRandom('idle'));
  const contrasts = design.pairs.map((pair) =>
    measure(counts, pair, { units: 2, noise: 0, launch: 0 }, () => 0),
  );
  const levels = design.pairs.flatMap(({ from, to }) => [
    { mix: from, log: counts(from) },
    { mix: to, log: counts(to) },
  ]);
  const surface = fitSurface(levels, 3);
  const { effects } = designEffects(design, contrasts, surface, surfaceEffects(surface, 3));
  for (const idle of [1, 2]) assert.equal(effects([idle]), { value: 0, lo: 0, hi: 0 });
  assert.ok(Math.abs(effects([0]).value - Math.log(3 / 7)) < 1e-9);
});

test('factors that multiply are found to', () => {
  const server: MadeUpServer = (mix) =>
    -0.1 * (mix & 1) - 0.4 * ((mix >> 1) & 1) - 0.2 * (mix >> 2);
  const levels = Array.from({ length: 8 }, (_, mix) => ({ mix, log: server(mix) }));
  assert.is(fitSurface(levels, 3).lambda, 0);
});

test.run();
