/** The typed state of a run: what the results of its steps are merged into, and what is stored. */
import { z } from 'zod';
import type { RunRequest } from './run-request.ts';
import { cutText } from './text.ts';

const recordSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  score: z.number().min(0).max(1),
  tags: z.array(z.string()),
  note: z.string(),
});

const toolResultSchema = z.object({
  tool: z.string().min(1),
  records: z.array(recordSchema),
});

const serviceReportSchema = z.object({
  service: z.string(),
  rows: z.int().nonnegative(),
  errors: z.int().nonnegative(),
  costMicroUsd: z.int().nonnegative(),
  p50Ms: z.number().nonnegative(),
  p95Ms: z.number().nonnegative(),
  maxMs: z.number().nonnegative(),
});

const analysisReportSchema = z.object({
  rows: z.int().nonnegative(),
  errors: z.int().nonnegative(),
  costMicroUsd: z.int().nonnegative(),
  p95Ms: z.number().nonnegative(),
  slow: z.int().nonnegative(),
  services: z.array(serviceReportSchema),
});

/** What one step gives. Holds nothing of time or identity: equal work gives equal results. */
export const stepResultSchema = z.object({
  step: z.string().min(1),
  position: z.int().nonnegative(),
  text: z.string(),
  attempts: z.int().min(1),
  promptTokens: z.int().nonnegative(),
  completionTokens: z.int().nonnegative(),
  tools: z.array(toolResultSchema),
  analysis: analysisReportSchema.nullable(),
});

/** Lists are in the order of the steps in the request, whatever the order in which they ended. */
export const agentStateSchema = z.object({
  goal: z.string(),
  context: z.string(),
  mode: z.enum(['interactive', 'background']),
  plan: z.array(z.string()),
  results: z.array(stepResultSchema),
  completedSteps: z.array(z.string()),
  citations: z.array(z.string()),
  topRecords: z.array(recordSchema),
  risks: z.array(z.string()),
  recommendations: z.array(z.string()),
  analyses: z.array(z.object({ step: z.string(), report: analysisReportSchema })),
  summary: z.string(),
  report: z.string(),
  confidence: z.number().min(0).max(1),
  attempts: z.int().nonnegative(),
  retries: z.int().nonnegative(),
  toolCalls: z.int().nonnegative(),
  recordsSeen: z.int().nonnegative(),
  rowsAnalysed: z.int().nonnegative(),
  promptTokens: z.int().nonnegative(),
  completionTokens: z.int().nonnegative(),
  costMicroUsd: z.int().nonnegative(),
  merges: z.int().nonnegative(),
});

/** All the way down: who holds a part of a state may not change it either. */
type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;

export type ToolRecord = Immutable<z.infer<typeof recordSchema>>;
export type ToolResult = Immutable<z.infer<typeof toolResultSchema>>;
export type StepResult = Immutable<z.infer<typeof stepResultSchema>>;
export type AgentState = Immutable<z.infer<typeof agentStateSchema>>;

export function initialState(request: RunRequest): AgentState {
  return {
    goal: request.goal,
    context: request.context,
    mode: request.mode,
    plan: request.steps.map((step) => step.name),
    results: [],
    completedSteps: [],
    citations: [],
    topRecords: [],
    risks: [],
    recommendations: [],
    analyses: [],
    summary: '',
    report: '',
    confidence: 0,
    attempts: 0,
    retries: 0,
    toolCalls: 0,
    recordsSeen: 0,
    rowsAnalysed: 0,
    promptTokens: 0,
    completionTokens: 0,
    costMicroUsd: 0,
    merges: 0,
  };
}

const topRecordCount = 8;

/**
 * The state after a step. Shares every unchanged part with `state`, and is the same for every
 * order in which the results of a run are merged (numbers are whole, lists are sorted by position).
 */
export function mergeStepResult(state: AgentState, result: StepResult): AgentState {
  const results = [...state.results, result].sort((a, b) => a.position - b.position);
  const records = result.tools.flatMap((tool) => tool.records);
  const last = results.at(-1) ?? result;
  return {
    ...state,
    results,
    completedSteps: results.map((each) => each.step),
    citations: results.flatMap((each) => each.tools.map((tool) => `${each.step}:${tool.tool}`)),
    topRecords: [...state.topRecords, ...records].sort(byScore).slice(0, topRecordCount),
    risks: results.filter((each) => each.attempts > 1).map((each) => `${each.step} was retried`),
    recommendations: results.map((each) => `${each.step}: ${cutText(each.text, 40)}`),
    analyses: results.flatMap(({ step, analysis }) =>
      analysis ? [{ step, report: analysis }] : [],
    ),
    summary: results.map((each) => cutText(each.text, 80)).join('\n'),
    report: last.text,
    confidence: results.length / state.plan.length,
    attempts: state.attempts + result.attempts,
    retries: state.retries + result.attempts - 1,
    toolCalls: state.toolCalls + result.tools.length,
    recordsSeen: state.recordsSeen + records.length,
    rowsAnalysed: state.rowsAnalysed + (result.analysis?.rows ?? 0),
    promptTokens: state.promptTokens + result.promptTokens,
    completionTokens: state.completionTokens + result.completionTokens,
    costMicroUsd: state.costMicroUsd + 3 * result.promptTokens + 15 * result.completionTokens,
    merges: state.merges + 1,
  };
}

function byScore(a: ToolRecord, b: ToolRecord): number {
  return b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
