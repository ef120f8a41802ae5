/**
 * The one definition of what a client may ask for, used by both implementations of finding 8.
 * Functions, because building the schema for every call is part of what one of them does.
 */
import { z } from 'zod';
import { pipelineFaults } from './pipeline-order.ts';

/** A new schema of `POST /v1/runs`: every limit, and that the steps are a pipeline. */
export function buildRunRequestSchema() {
  const name = z.string().regex(/^[a-z0-9-]{1,40}$/);
  const tool = z.strictObject({
    name,
    latencyMs: z.number().min(0).max(600_000),
    records: z.int().min(0).max(1000),
  });
  const step = z.strictObject({
    name,
    dependsOn: z.array(name).max(100),
    prompt: z.string().max(100_000),
    tools: z.array(tool).max(16),
    dataset: buildDatasetSchema().optional(),
    model: z.boolean().optional(),
  });
  return z.strictObject({
    id: z.string().regex(/^[A-Za-z0-9._~-]{1,120}$/),
    mode: z.enum(['interactive', 'background']),
    wait: z.boolean(),
    dryRun: z.boolean().optional(),
    goal: z.string().min(1).max(10_000),
    context: z.string().max(1_500_000),
    steps: z
      .array(step)
      .min(1)
      .max(100, { abort: true })
      .superRefine((steps, context) => {
        for (const message of pipelineFaults(steps)) context.addIssue({ code: 'custom', message });
      }),
  });
}

/** A new schema of `POST /v1/analyze`. */
export function buildAnalyzeRequestSchema() {
  return z.strictObject({ dataset: buildDatasetSchema() });
}

function buildDatasetSchema() {
  return z.strictObject({
    rows: z.int().min(1).max(1_000_000),
    seed: z.int().min(0).max(4_294_967_295),
  });
}
