import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { seededRandom } from '../load/random.ts';
import { planDesign } from './design.ts';
import type { Contrast } from './effects.ts';
import {
  type Chain,
  chainsToConfirm,
  confirmation,
  interactionChains,
  squaresOf,
} from './interactions.ts';
import { isOn, type Mix } from './mix.ts';

const test = suite('interactions');

/** Fixes 1 and 4 give 0.5 less each while the other is off. */
const response = (mix: Mix): number =>
  -0.6 * Number(isOn(mix, 1)) -
  0.8 * Number(isOn(mix, 4)) -
  0.1 * Number(isOn(mix, 7)) +
  -0.5 * Number(isOn(mix, 1) && isOn(mix, 4));

const contrastOf = ({ from, to }: { from: Mix; to: Mix }): Contrast => ({
  logRatios: [response(to) - response(from), response(to) - response(from)],
  from: response(from),
  to: response(to),
});

test('the strongest chain is named by its largest parents, and flagged', () => {
  const random = seededRandom('interactions');
  const design = planDesign(14, random);
  const effects = Array.from(
    { length: 14 },
    (_, fix) => [0, 0.85, 0, 0, 1.05, 0, 0, 0.1][fix] ?? 0.01,
  );
  const noisy = design.pairs.map((pair) => {
    const drift = 0.02 * (random() - 0.5);
    const { logRatios, from, to } = contrastOf(pair);
    return { logRatios, from: from + drift, to: to + drift };
  });
  const chains = interactionChains(design, noisy, effects);
  const [strongest] = chains;
  assert.is(chains.length, 15);
  assert.equal(strongest?.pair, [1, 4]);
  assert.ok(strongest?.flagged);
  assert.ok(Math.abs((strongest?.value ?? 0) + 0.5) < 0.03, `${strongest?.value}`);
  assert.is(chains.filter(({ flagged }) => flagged).length, 1);
  const all = chains.flatMap(({ pair, aliases }) => [pair, ...aliases]);
  assert.is(all.length, (14 * 13) / 2);
});

test('what the first metric tells from chance is confirmed first, then what others do, each chain once', () => {
  // 0 and 1, 2 and 3 share a chain: their words differ by the same letters.
  const design = { words: [0b0001, 0b0010, 0b1101, 0b1110, 0b0100], spare: [], pairs: [] };
  const chain = (pair: Chain['pair'], value: number, told: boolean): Chain => ({
    pair,
    aliases: [],
    value,
    flagged: told,
  });
  const response = [chain([0, 2], 0.5, false), chain([1, 2], 0.4, false), chain([0, 4], 0.1, true)];
  const cpu = [chain([0, 1], -0.2, true), chain([0, 4], 0.02, false)];
  const statements = [chain([2, 3], 0.3, true), chain([1, 4], -0.25, true)];
  const pairsOf = (count: number) =>
    chainsToConfirm(design, [response, cpu, statements], count).map(({ pair }) => pair);
  assert.equal(pairsOf(4), [
    [0, 4],
    [2, 3],
    [1, 4],
    [0, 2],
  ]);
  assert.equal(pairsOf(1), [[0, 4]]);
  assert.equal(chainsToConfirm(design, [], 3), []);
});

test('squares of mixes confirm it', () => {
  const confirmed = confirmation(squaresOf([1, 4], 14).map(contrastOf), 0);
  assert.ok(confirmed);
  assert.ok(Math.abs(confirmed.value + 0.5) < 1e-9);
  const other = confirmation(squaresOf([1, 7], 14).map(contrastOf), 0);
  assert.ok(Math.abs(other?.value ?? NaN) < 1e-9);
});

test('an interval reaches as far as one comparison may be off', () => {
  const confirmed = confirmation(squaresOf([1, 4], 14).map(contrastOf), 0.1);
  assert.ok(Math.abs((confirmed?.hi ?? NaN) + 0.4) < 1e-9);
});

test('one unit a comparison has no interval', () => {
  const single = squaresOf([0, 1], 3).map((mixes) => ({
    ...contrastOf(mixes),
    logRatios: [response(mixes.to) - response(mixes.from)],
  }));
  assert.is(confirmation(single, 0), null);
});

test.run();
