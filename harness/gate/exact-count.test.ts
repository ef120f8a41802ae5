import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Counted, LaunchCounts } from '../run/events.ts';
import { exactCounts } from './exact-count.ts';
import { judgeLimits } from './judge-limits.ts';
import { parseLimit } from './limit.ts';
import { madeUpUnits } from './made-up-units.ts';

const test = suite('exact counts');

const metric = 'db.statementsPerOperation';
const counted = (statements: number): Counted => ({
  [metric]: statements,
  'db.connectsPerOperation': 0,
  'db.rowsPerOperation': 1,
  'db.bytesPerOperation': 1,
  'ws.messagesPerOperation': 0,
  'ws.bytesPerOperation': 0,
});
const launch = (baseline: number, candidate: number): LaunchCounts => ({
  baseline: counted(baseline),
  candidate: counted(candidate),
});

test('counts are exact when two launches of each side agree', () => {
  assert.equal(exactCounts([launch(2.5, 3.5), launch(2.5, 3.5)], metric), {
    baseline: 2.5,
    candidate: 3.5,
  });
  assert.is(exactCounts([launch(2.5, 3.5)], metric), null);
  assert.is(exactCounts([launch(2.5, 3.5), launch(2.5, 3.4)], metric), null);
  assert.is(exactCounts([launch(2, 3), { ...launch(2, 3), baseline: null }], metric), null);
  assert.is(exactCounts([launch(2, 3), launch(2, 3)], 'response.p50'), null);
});

const judge = (text: string, ...counts: LaunchCounts[]) =>
  judgeLimits([parseLimit(text)], {
    units: madeUpUnits(1, 1, Math.random),
    stalls: [],
    counts,
    metrics: {},
    level: 0.05,
    last: true,
    random: Math.random,
  })[0];

test('one more is proven without a test, as much is kept', () => {
  const more = judge(`${metric}.ratio<=1.01`, launch(40, 41), launch(40, 41));
  assert.is(more?.state, 'broken');
  assert.is(
    more?.reason,
    'exact: 40 of the baseline, 41 of the candidate an operation, the same in 2 launches',
  );
  assert.is(judge(`${metric}.ratio<=1.01`, launch(40, 40), launch(40, 40))?.state, 'kept');
  assert.is(judge(`${metric}.ratio>=1.5`, launch(40, 41), launch(40, 41))?.state, 'broken');
});

test('something in place of nothing has no ratio and is broken, nothing on both sides is not judged', () => {
  const some = judge('db.connectsPerOperation.ratio<=1.01', launch(1, 1), launch(1, 1));
  assert.is(some?.state, 'not judged');
  const fresh = judge(`${metric}.ratio<=1.01`, launch(0, 1), launch(0, 1));
  assert.equal([fresh?.state, fresh?.measured], ['broken', null]);
});

test.run();
