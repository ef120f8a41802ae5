import { validation as baseline } from '../../baseline/validation.ts';
import { defineBench, type Form } from '../../harness/index.ts';
import { validation as optimized } from '../../optimized/validation.ts';
import type { Layer, Validation } from '../../runtime/concerns.ts';
import { chain } from '../../scenarios/dag.ts';
import { runRequestOf } from '../../scenarios/workload.ts';

const layers: readonly Layer[] = ['supervisor', 'step', 'model', 'store'];

export const validation = defineBench<number>({
  name: 'validation',
  finding: 8,
  title: 'A request is validated at the edge and handed through the four layers behind it.',
  counted: 'cpu',
  sizes: { '1-step': 1, '9-steps': 9, '30-steps': 30, '100-steps': 100 },
  grows: 'steps of the request',
  open(steps) {
    const body: unknown = JSON.parse(JSON.stringify(requestOf(steps)));
    const form = (validate: Validation): Form => ({
      call: () => {
        const request = validate.run(body);
        return layers.reduce((passed, layer) => validate.runAgain(passed, layer), request);
      },
    });
    return { forms: { baseline: form(baseline), optimized: form(optimized) } };
  },
});

function requestOf(steps: number) {
  const workload = {
    dag: chain(steps),
    interactive: 1,
    contextCharacters: 4000,
    promptCharacters: 400,
    toolsPerStep: [1, 1],
    recordsPerTool: [10, 10],
    toolDelayMs: { p50: 80, sigma: 0.6 },
    model: true,
  } as const;
  return runRequestOf(workload, `bench-${steps}`);
}
