import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { madeUpUnits } from '../../harness/gate/made-up-units.ts';
import { seededRandom } from '../../harness/load/random.ts';
import { packTable, unpackTable } from './stored-table.ts';

const test = suite('stored table');

test('a table comes back from its line, to five digits', () => {
  const units = madeUpUnits(5, 1, seededRandom('stored'));
  const [first] = units;
  const odd = {
    ...units[1],
    launch: 3,
    operations: { baseline: 50, candidate: 49 },
    early: null,
    late: null,
    values: { 'response.p50': { baseline: Number.POSITIVE_INFINITY, candidate: 1.5 } },
  };
  const table = {
    units: first ? [first, odd] : [],
    controls: units.slice(2),
    stalls: [{ baseline: { count: 1, watchedMs: 9.5 }, candidate: null }],
    counts: [],
  };
  const back = unpackTable(JSON.parse(JSON.stringify(packTable(table))));
  assert.equal([back.stalls, back.counts], [table.stalls, []]);
  assert.equal(
    back.units.map(({ launch }) => launch),
    [0, 3],
  );
  const [firstBack, oddBack] = back.units;
  assert.equal(oddBack?.values['response.p50'], odd.values['response.p50']);
  assert.is(oddBack?.values['response.p95'], null);
  assert.equal([oddBack?.early, oddBack?.late], [null, null]);
  const [was, is] = [first?.early?.candidate ?? 0, firstBack?.early?.candidate ?? 1];
  assert.ok(Math.abs(is / was - 1) < 5e-5);
});

test.run();
