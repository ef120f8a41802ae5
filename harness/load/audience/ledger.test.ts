import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Ledger, type Receipt } from './ledger.ts';

const test = suite('ledger');

const upTo = (highest: number): number[] =>
  Array.from({ length: highest }, (_, index) => index + 1);

function receiptOf(seq: number, came: readonly number[]): Receipt {
  if (came.includes(seq)) return 'again';
  return seq > Math.max(0, ...came) ? 'inOrder' : 'late';
}

function checkAgainst(ledger: Ledger, came: readonly number[]): void {
  const highest = Math.max(...came);
  const gaps = upTo(highest).filter((seq) => !came.includes(seq));
  assert.is(ledger.missing, gaps.length);
  assert.is(ledger.complete, (gaps[0] ?? highest + 1) - 1);
  for (const seq of upTo(highest + 1)) assert.is(ledger.has(seq), came.includes(seq));
}

test('says what a list of all that came would say', () =>
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 })), (seqs) => {
      const ledger = new Ledger();
      for (const [index, seq] of seqs.entries()) {
        assert.is(ledger.receive(seq), receiptOf(seq, seqs.slice(0, index)));
        checkAgainst(ledger, seqs.slice(0, index + 1));
      }
    }),
  ));

test('what no message can be numbered is neither kept nor waited for', () => {
  const ledger = new Ledger();
  ledger.receive(1);
  for (const seq of [0, -1, 1.5, Number.NaN, 1e9]) assert.is(ledger.receive(seq), 'impossible');
  assert.is(ledger.receive(2), 'inOrder');
  assert.is(ledger.missing, 0);
});

test('without a message everything is still to come', () => {
  const ledger = new Ledger();
  assert.is(ledger.complete, 0);
  assert.is(ledger.missing, 0);
  assert.not.ok(ledger.has(1));
});

test.run();
