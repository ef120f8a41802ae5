import { createStateStore as baseline } from '../../baseline/state.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { createStateStore as optimized } from '../../optimized/state.ts';
import type { CreateStateStore } from '../../runtime/concerns.ts';
import { emptyState, resultOf } from './sized-state.ts';

/** What a step adds to the state of the standard run. */
const resultBytes = 6000;

export const state = defineBench<number>({
  name: 'state',
  finding: 12,
  title:
    'The state of a whole run: each step reads it twice and two of its fields, and merges a result of 6 KB.',
  counted: 'cpu',
  sizes: { '1-step': 1, '3-steps': 3, '9-steps': 9, '27-steps': 27 },
  grows: 'steps of the run',
  open(steps) {
    const names = Array.from({ length: steps }, (_, index) => `step-${index}`);
    const results = names.map((name, position) => resultOf(name, position, resultBytes));
    const initial = emptyState(names);
    const form = (create: CreateStateStore): Form => ({
      call: () => {
        const store = create(initial);
        for (const result of results) {
          store.read();
          store.field('results');
          store.merge(result);
          store.field('completedSteps');
          store.read();
        }
        return store.read();
      },
    });
    return { forms: { baseline: form(baseline), optimized: form(optimized) } };
  },
});
