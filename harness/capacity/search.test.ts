import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { LevelVerdict } from './judge-level.ts';
import { ratesOfSaturation, ratesOfScenario, searchKnee, searchSaturation } from './search.ts';

const test = suite('search of capacity');

/** What a search asks for, each question answered by `answer`. */
function asked<A>(search: Generator<number, void, A>, answer: (question: number) => A): number[] {
  const questions: number[] = [];
  for (let next = search.next(); !next.done; next = search.next(answer(next.value))) {
    questions.push(Math.round(next.value * 100) / 100);
  }
  return questions;
}

test('connections are doubled until throughput no longer grows by 5 %', () => {
  const table: [(connections: number) => number, number[]][] = [
    [(connections) => Math.min(connections, 4), [1, 2, 4, 8]],
    [() => 10, [1, 2]],
    [() => 0, [1]],
    [(connections) => 10 * connections ** 0.08, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]],
    [(connections) => 10 * connections ** 0.06, [1, 2]],
    [(connections) => connections, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]],
  ];
  for (const [perSecond, expected] of table) {
    assert.equal(asked(searchSaturation(), perSecond), expected);
  }
});

const upTo =
  (knee: number) =>
  (rate: number): LevelVerdict['state'] =>
    rate <= knee ? 'kept up' : 'fell behind';

test('a ramp ends after two levels in a row that were not kept up with, then bisects twice', () => {
  const table: [knee: number, expected: number[]][] = [
    [105, [25, 50, 70, 80, 90, 100, 110, 120, 105, 107.5]],
    [75, [25, 50, 70, 80, 90, 75, 77.5]],
    [10, [25, 50, 12.5, 6.25]],
    [130, [25, 50, 70, 80, 90, 100, 110, 120, 144, 172.8, 132, 126]],
  ];
  for (const [knee, expected] of table) {
    assert.equal(asked(searchKnee(ratesOfSaturation(100)), upTo(knee)), expected);
  }
});

test('one level that was not kept up with by chance does not end the ramp', () => {
  const flaky = (rate: number) => (rate === 70 ? 'fell behind' : upTo(95)(rate));
  assert.equal(
    asked(searchKnee(ratesOfSaturation(100)), flaky),
    [25, 50, 70, 80, 90, 100, 110, 95, 97.5],
  );
});

test('an invalid level is measured once more, and the second time the ramp ends', () => {
  const invalidFrom = (limit: number) => (rate: number) =>
    rate >= limit ? ('invalid' as const) : ('kept up' as const);
  assert.equal(asked(searchKnee(ratesOfSaturation(100)), invalidFrom(70)), [
    ...[25, 50, 70, 70],
    ...[60, 65],
  ]);
  assert.equal(asked(searchKnee(ratesOfSaturation(100)), invalidFrom(10)), [
    ...[25, 25],
    ...[12.5, 12.5, 6.25],
  ]);
  let first = true;
  const once = (rate: number): LevelVerdict['state'] => {
    if (rate !== 50 || !first) return upTo(60)(rate);
    first = false;
    return 'invalid';
  };
  assert.equal(asked(searchKnee(ratesOfSaturation(100)), once), [25, 50, 50, 70, 80, 60, 65]);
});

test('without saturation the rates are doubled from half the own one; the ramp is bounded', () => {
  assert.equal(asked(searchKnee(ratesOfScenario(10)), upTo(35)), [5, 10, 20, 40, 80, 30, 35]);
  assert.is(asked(searchKnee(ratesOfScenario(10)), () => 'kept up').length, 16);
});

test.run();
