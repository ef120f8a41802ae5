/** What a run asks for: a pure function of its key, so that both variants are asked the same. */
import { seededRandom } from '../harness/index.ts';
import type { RunRequest, StepRequest, ToolRequest } from '../runtime/run-request.ts';
import type { Dag, DagStep } from './dag.ts';
import { drawLogNormal, type LogNormal } from './model/draw.ts';
import { proseOf } from './prose.ts';

type Range = readonly [min: number, max: number];

export interface Workload {
  readonly dag: Dag;
  /** Share of the runs that somebody watches, 0 to 1. */
  readonly interactive: number;
  readonly contextCharacters: number;
  readonly promptCharacters: number;
  readonly toolsPerStep: Range;
  /** A record is about 200 bytes of the state. */
  readonly recordsPerTool: Range;
  /** In ms, already scaled. */
  readonly toolDelayMs: LogNormal;
  /** False: no step calls the model. */
  readonly model: boolean;
}

/** Few, so that the rows are made once: making them is not what is measured. */
const datasetSeeds = 4;

/** Its id is the key itself, and it waits: who drives it decides otherwise. */
export function runRequestOf(workload: Workload, runKey: string): RunRequest {
  const random = seededRandom(JSON.stringify(['run', runKey]));
  return {
    id: runKey,
    mode: random() < workload.interactive ? 'interactive' : 'background',
    wait: true,
    goal: `Find what makes the service slow and what to do about it (${runKey})`,
    context: proseOf(random, workload.contextCharacters),
    steps: workload.dag.map((step) => stepRequestOf(workload, step, random)),
  };
}

function stepRequestOf(workload: Workload, step: DagStep, random: () => number): StepRequest {
  const tools = wholeIn(workload.toolsPerStep, random);
  const seed = wholeIn([1, datasetSeeds], random);
  return {
    name: step.name,
    dependsOn: step.dependsOn,
    prompt: proseOf(random, workload.promptCharacters),
    tools: Array.from({ length: tools }, (_, index) => toolRequestOf(workload, index, random)),
    ...(step.rows === undefined ? {} : { dataset: { rows: step.rows, seed } }),
    ...(workload.model ? {} : { model: false }),
  };
}

const toolNames = ['metrics-search', 'trace-lookup', 'price-list'] as const;

function toolRequestOf(workload: Workload, index: number, random: () => number): ToolRequest {
  const delayMs = drawLogNormal(workload.toolDelayMs, random);
  return {
    name: toolNames[index] ?? `tool-${index + 1}`,
    // Timers know whole milliseconds.
    latencyMs: Math.round(delayMs),
    records: wholeIn(workload.recordsPerTool, random),
  };
}

const wholeIn = ([min, max]: Range, random: () => number): number =>
  min + Math.floor(random() * (max - min + 1));
