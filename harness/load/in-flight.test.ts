import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { InFlight, Linked } from './in-flight.ts';

const test = suite('in flight');

class Item extends Linked<Item> {}

test('is what a Set in order of insertion would be', () =>
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat(30))), (moves) => {
      const list = new InFlight<Item>();
      const set = new Set<Item>();
      const items: Item[] = [];
      for (const move of moves) {
        const known = move === null ? undefined : items[move];
        if (known) assert.is(list.remove(known), set.delete(known));
        else {
          const item = new Item();
          items.push(item);
          list.add(item);
          set.add(item);
        }
        assert.is(list.size, set.size);
        assert.is(list.oldest, [...set][0] ?? null);
      }
      for (const item of set) {
        assert.is(list.oldest, item);
        list.remove(item);
      }
      assert.is(list.oldest, null);
    }),
  ));

test('who has left points at nobody', () => {
  const list = new InFlight<Item>();
  const items = [new Item(), new Item(), new Item()];
  for (const item of items) list.add(item);
  const middle = items[1];
  if (middle) list.remove(middle);
  assert.equal(middle, new Item());
});

test.run();
