import { createOffload as baseline } from '../../baseline/offload.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { analysis } from '../../optimized/analysis.ts';
import { createOffload as optimized } from '../../optimized/offload.ts';
import type { Offload } from '../../runtime/concerns.ts';
import { loadDataset } from '../../runtime/dataset.ts';

export const offload = defineBench<number>({
  name: 'offload',
  finding: 10,
  title: 'An analysis of metric rows, wherever it is done; threads and their end are included.',
  counted: 'cpu',
  sizes: { '100-rows': 100, '10000-rows': 10_000, '20000-rows': 20_000, '200000-rows': 200_000 },
  grows: 'rows',
  // A thread goes on for some ms after it has answered.
  settleMs: 15,
  open(rows) {
    const dataset = loadDataset({ rows, seed: 1 });
    const opened = { baseline: baseline(analysis), optimized: optimized(analysis) };
    const form = (to: Offload): Form => ({ call: () => to.analyze(dataset) });
    return {
      forms: { baseline: form(opened.baseline), optimized: form(opened.optimized) },
      close: async () => {
        await Promise.all(Object.values(opened).map((each) => each.close()));
      },
    };
  },
});
