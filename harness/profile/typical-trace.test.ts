import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { atOnce } from './at-once.ts';
import { longestChain } from './longest-chain.ts';
import { type MadeUpSpan, madeUpRun, madeUpTrace } from './made-up-trace.ts';
import { classOf } from './span-class.ts';
import { allOf, type TraceNode, treeOf } from './trace-tree.ts';
import { typicalTrace } from './typical-trace.ts';

const test = suite('typical trace');

function tree(root: MadeUpSpan): TraceNode {
  const node = treeOf(madeUpTrace('t', root));
  if (!node) throw new Error('not complete');
  return node;
}

const named = (name: string, fromMs: number, toMs: number, children: MadeUpSpan[] = []) => ({
  ...{ name, fromMs, toMs, children },
});

test('of the complete traces with the most frequent root, the one with the median duration', () => {
  const runs = [500, 100, 300, 200].map((toMs, index) =>
    madeUpTrace(`run ${index}`, named('run', 0, toMs, [named('step', 0, 10)])),
  );
  const checks = [1, 2, 3, 4, 5, 6].map((toMs) =>
    madeUpTrace(`check ${toMs}`, named('GET /readyz', 0, toMs)),
  );
  const cutOff = madeUpRun('cut off', 2, 1).slice(1);
  const other = madeUpTrace('other', named('other', 0, 9000, [named('step', 0, 10)]));
  const typical = typicalTrace([...checks, ...runs, other, cutOff].flat());
  assert.is(typical?.root.span.traceId, 'run 3');
  assert.is(typical?.durationUs, 200_000);
  assert.is(typical?.of, 4);
});

test('the order in which spans came does not matter, nor that one came twice (property)', () => {
  const spans = [3, 1, 2, 1].flatMap((lanes, index) => madeUpRun(`run ${index}`, 6, lanes));
  const expected = typicalTrace(spans);
  const shuffled = fc.shuffledSubarray([...spans], { minLength: spans.length });
  fc.assert(
    fc.property(shuffled, fc.nat(spans.length - 1), (came, twice) => {
      assert.equal(typicalTrace([...came, ...came.slice(twice, twice + 1)]), expected);
    }),
  );
});

test('nothing is typical where nothing is complete', () => {
  assert.is(typicalTrace([]), null);
  const [root, ...rest] = madeUpRun('run', 3, 1);
  assert.is(typicalTrace(rest), null);
  assert.is(typicalTrace(root ? [root] : [])?.of, 1);
});

test('a root that was called from outside is a root; one whose parent is still running is not', () => {
  const [span] = madeUpTrace('t', named('GET /', 0, 1));
  assert.ok(span);
  const called = { ...span, parentId: 'elsewhere' };
  assert.is(treeOf([called]), null);
  assert.is(treeOf([{ ...called, kind: 'server' }])?.span.name, 'GET /');
});

test('own time is what no child covers, however they lie', () => {
  const children = [named('a', 10, 30), named('b', 20, 25), named('c', 50, 120)];
  const { own, span } = tree(named('run', 0, 100, children));
  const ms = (us: number) => (us - span.startUs) / 1000;
  assert.equal(
    own.map(({ fromUs, toUs }) => [ms(fromUs), ms(toUs)]),
    [
      [0, 10],
      [30, 50],
    ],
  );
});

test('own time and the time of the children make up the span (property)', () => {
  const moments = fc.tuple(fc.nat(100), fc.nat(100));
  fc.assert(
    fc.property(fc.array(moments, { maxLength: 8 }), (pairs) => {
      const children = pairs.map(([a, b]) => named('child', Math.min(a, b), Math.max(a, b)));
      const { own, span } = tree(named('run', 0, 100, children));
      const covered = Array.from({ length: 100 }, (_, ms) =>
        children.some(({ fromMs, toMs }) => fromMs <= ms && ms < toMs),
      ).filter(Boolean).length;
      const ownUs = own.reduce((sum, { fromUs, toUs }) => sum + toUs - fromUs, 0);
      assert.is(ownUs, span.endUs - span.startUs - covered * 1000);
    }),
  );
});

test('the longest chain goes through what held the run up, down to the leaves', () => {
  const run = named('run', 0, 100, [
    named('plan', 0, 30, [named('ask', 5, 29)]),
    named('look', 30, 50),
    named('read', 30, 70),
    named('write', 70, 98),
    named('flush', 80, 140),
  ]);
  const names = longestChain(tree(run)).map(({ span }) => span.name);
  assert.equal(names, ['run', 'plan', 'ask', 'read', 'write']);
});

test('one after another is told from side by side', () => {
  const of = (lanes: number) => typicalTrace(madeUpRun('run', 6, lanes))?.atOnce;
  assert.equal(of(1), { parts: 6, class: 'step', most: 1, share: 0 });
  assert.is(of(3)?.most, 3);
  assert.ok(Math.abs((of(3)?.share ?? 0) - 1) < 0.02);
  assert.is(atOnce(tree(named('run', 0, 100, [named('only', 0, 99)]))), null);
});

test('starts that are rounded down to a millisecond do not make an overlap', () => {
  const run = named('run', 0, 100, [named('a', 0, 50.9), named('b', 50, 100)]);
  assert.is(atOnce(tree(run))?.most, 1);
});

const classes: readonly (readonly [string, string, Partial<MadeUpSpan>])[] = [
  ['call', 'chat gpt', { kind: 'client', attributes: { 'gen_ai.request.model': 'gpt' } }],
  ['call', 'GET', { kind: 'client', attributes: { 'url.full': 'http://127.0.0.1/' } }],
  ['call', 'orders publish', { kind: 'producer', attributes: {} }],
  ['statement', 'SELECT', { kind: 'client', attributes: { 'db.system': 'mysql' } }],
  ['statement', 'pg.query:SELECT', { kind: 'client', attributes: {} }],
  ['wait', 'pg-pool.connect', { kind: 'client', attributes: { 'db.system.name': 'postgresql' } }],
  ['wait', 'tcp.connect', {}],
  ['step', 'reconnected customers', {}],
  ['step', 'middleware - query', {}],
  ['other', 'GET /', { kind: 'server' }],
];
for (const [expected, name, change] of classes) {
  test(`${name} is a ${expected}`, () => {
    const [span] = madeUpTrace('t', { ...named(name, 0, 1), ...change });
    assert.ok(span);
    assert.is(classOf({ ...span, parentId: 'parent' }), expected);
  });
}

test('parents come before their children, siblings by their start', () => {
  const run = named('run', 0, 9, [named('late', 5, 6), named('early', 1, 8, [named('in', 2, 3)])]);
  assert.equal(
    [...allOf(tree(run))].map(({ span }) => span.name),
    ['run', 'early', 'in', 'late'],
  );
});

test.run();
