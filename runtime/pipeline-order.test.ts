import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type OrderedStep, orderPipeline, pipelineFaults } from './pipeline-order.ts';

const test = suite('pipeline order');

const pipeline = (needs: Record<string, string[]>): OrderedStep[] =>
  Object.entries(needs).map(([name, dependsOn]) => ({ name, dependsOn }));

const faulty: readonly [what: string, steps: readonly OrderedStep[], fault: RegExp][] = [
  ['an unknown dependency', pipeline({ a: ['z'] }), /step a depends on z/],
  ['a name used twice', [...pipeline({ a: [] }), ...pipeline({ a: [] })], /step a is there twice/],
  ['a step that needs itself', pipeline({ a: ['a'] }), /a wait for one another/],
  ['a circle', pipeline({ a: [], b: ['c'], c: ['b'], d: ['c'] }), /steps b, c, d wait/],
];
for (const [what, steps, fault] of faulty) {
  test(`${what} is a fault`, () => {
    assert.match(pipelineFaults(steps).join('\n'), fault);
  });
}

test('steps that are ready together stay in the order of the request', () => {
  const steps = pipeline({ report: ['b', 'a'], b: ['t'], t: [], a: ['t'] });
  assert.equal(orderPipeline(steps), ['t', 'b', 'a', 'report']);
});

/** Any pipeline: each step needs some of those before it, and then they are shuffled. */
const anyPipeline = fc
  .array(fc.array(fc.nat({ max: 11 }), { maxLength: 4 }), { minLength: 1, maxLength: 12 })
  .map((needs) =>
    needs.map((each, index) => ({
      name: `s${index}`,
      dependsOn: [...new Set(each.filter((need) => need < index))].map((need) => `s${need}`),
    })),
  )
  .chain((steps) => fc.shuffledSubarray(steps, { minLength: steps.length }));

test('every pipeline without a circle is ordered, each step after those it needs', () => {
  const property = fc.property(anyPipeline, (steps) => {
    assert.equal(pipelineFaults(steps), []);
    const order = orderPipeline(steps);
    assert.is(order.length, steps.length);
    for (const { name, dependsOn } of steps) {
      assert.ok(dependsOn.every((need) => order.indexOf(need) < order.indexOf(name)));
    }
  });
  void fc.assert(property);
});

test.run();
