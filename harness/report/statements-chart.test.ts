import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type MadeUpSpan, madeUpTrace } from '../profile/made-up-trace.ts';
import { type TypicalTrace, typicalTrace } from '../profile/typical-trace.ts';
import { statementsChart } from './statements-chart.ts';

const test = suite('statements of one operation');

/** A trace that sends each text so often, a millisecond each time. */
function trace(id: string, sent: Readonly<Record<string, number>>): TypicalTrace {
  let fromMs = 0;
  const children = Object.entries(sent).flatMap(([query, times]) =>
    Array.from({ length: times }, (): MadeUpSpan => {
      fromMs += 2;
      const attributes = { 'db.system.name': 'postgresql', 'db.query.text': query };
      return { name: 'query', kind: 'client', attributes, fromMs, toMs: fromMs + 1 };
    }),
  );
  const typical = typicalTrace(
    madeUpTrace(id, { name: 'run', fromMs: 0, toMs: fromMs + 2, children }),
  );
  if (!typical) throw new Error('the trace is whole');
  return typical;
}

const draw = (baseline: TypicalTrace | null, candidate: TypicalTrace | null): string =>
  statementsChart('statements', { baseline, candidate }).markup;

test('are told by text, count and time of both sides, the longest first', () => {
  const text = draw(
    trace('a', { 'SELECT 1': 2, 'INSERT <x>': 9 }),
    trace('b', { 'SELECT 1': 2, 'INSERT <x>': 1 }),
  );
  assert.match(
    text,
    /Statements of one operation: 11 in the baseline, 9 of them “INSERT &lt;x&gt;”; 3 in the candidate, 2 of them “SELECT 1”\./,
  );
  const rows = [...text.matchAll(/<tr><th scope="row">([^<]*)<\/th>(.*)<\/tr>/g)];
  assert.equal(
    rows.map(([, name, cells]) => [name, cells]),
    [
      ['INSERT &lt;x&gt;', '<td>9</td><td>1</td><td>9 ms</td><td>1 ms</td>'],
      ['SELECT 1', '<td>2</td><td>2</td><td>2 ms</td><td>2 ms</td>'],
    ],
  );
});

test('a side without traces, or without a statement, says so', () => {
  const some = trace('a', { 'SELECT 1': 1 });
  assert.match(draw(some, null), /the candidate exports no traces/);
  assert.match(draw(some, trace('b', {})), /no statement in the candidate/);
});

test('only the ten that take longest are drawn', () => {
  const many = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`SELECT ${i}`, i + 1]));
  const text = draw(trace('a', many), null);
  assert.is(text.match(/<tr><th scope="row">/g)?.length, 10);
  assert.match(text, /SELECT 13/);
  assert.not.match(text, /SELECT 3</);
});

test('without a statement nothing is drawn', () => {
  assert.is(draw(null, null), '');
  assert.is(draw(trace('a', {}), null), '');
});

test.run();
