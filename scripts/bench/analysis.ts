import { analysis as baseline } from '../../baseline/analysis.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { analysis as optimized } from '../../optimized/analysis.ts';
import type { Analysis } from '../../runtime/concerns.ts';
import { loadDataset } from '../../runtime/dataset.ts';

export const analysis = defineBench<number>({
  name: 'analysis',
  finding: 13,
  title: 'Metric rows in, their report out.',
  counted: 'cpu',
  sizes: { '10-rows': 10, '1000-rows': 1000, '5000-rows': 5000, '50000-rows': 50_000 },
  grows: 'rows',
  open(rows) {
    const dataset = loadDataset({ rows, seed: 1 });
    const form = ({ analyze }: Analysis): Form => ({ call: () => analyze(dataset) });
    return { forms: { baseline: form(baseline), optimized: form(optimized) } };
  },
});
