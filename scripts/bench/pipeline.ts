import { setTimeout } from 'node:timers/promises';
import { runPipeline as baseline } from '../../baseline/pipeline.ts';
import { defineBench, type Form, seededRandom } from '../../harness/index.ts';
import { runPipeline as optimized } from '../../optimized/pipeline.ts';
import type { RunPipeline, StepOutcome } from '../../runtime/concerns.ts';
import type { StepRequest } from '../../runtime/run-request.ts';
import { chain, type Dag, fan, std9 } from '../../scenarios/dag.ts';
import { drawLogNormal } from '../../scenarios/model/draw.ts';
import { runPipeline as groups } from '../remedies/groups.ts';

interface Size {
  readonly dag: Dag;
  /** False: a step ends as soon as it began, and what is left is the bookkeeping. */
  readonly waits: boolean;
}

/** Steps have a heavy tail, as models do; in whole ms, which is what timers know. */
const stepMs = { p50: 3, sigma: 0.9 };
const longestStepMs = 20;

export const pipeline = defineBench<Size>({
  name: 'pipeline',
  finding: 1,
  title: 'A run of steps that only wait, 3 ms at the median and with a heavy tail, to its end.',
  counted: 'wall',
  sizes: {
    'std9-at-once': { dag: std9, waits: false },
    chain5: { dag: chain(5), waits: true },
    std9: { dag: std9, waits: true },
    fan10: { dag: fan(10), waits: true },
  },
  grows: 'how much of the waiting may overlap',
  others: {
    groups: "the audit's remedy: independent steps in groups, with a barrier between groups",
  },
  open({ dag, waits }) {
    const steps = dag.map((step): StepRequest => ({ ...step, prompt: '', tools: [] }));
    const delayMs = waits ? drawnDelays() : () => 0;
    const form = (runPipeline: RunPipeline) => formOf(runPipeline, steps, delayMs);
    return {
      forms: { baseline: form(baseline), optimized: form(optimized), groups: form(groups) },
    };
  },
});

type DelayMs = (step: string, round: number) => number;

function formOf(runPipeline: RunPipeline, steps: readonly StepRequest[], delayMs: DelayMs): Form {
  const skip = async () => undefined;
  const execute = async (step: string, round: number): Promise<StepOutcome> => {
    const ms = delayMs(step, round);
    if (ms > 0) await setTimeout(ms);
    return 'completed';
  };
  const failing = steps[1]?.name;
  return {
    call: (round) => runPipeline(steps, { execute: ({ name }) => execute(name, round), skip }),
    // With a step that fails, so that what is skipped counts too.
    answer: async () => {
      const outcomes = await runPipeline(steps, {
        execute: ({ name }) => (name === failing ? Promise.resolve('failed') : execute(name, 0)),
        skip,
      });
      return [...outcomes].sort(([a], [b]) => (a < b ? -1 : 1));
    },
  };
}

/** All forms of a round wait for the same. */
function drawnDelays(): DelayMs {
  const known = new Map<string, number>();
  return (step, round) => {
    const key = `${round}/${step}`;
    const drawn = known.get(key) ?? drawLogNormal(stepMs, seededRandom(`step/${key}`));
    known.set(key, drawn);
    return Math.min(longestStepMs, Math.max(1, Math.round(drawn)));
  };
}
