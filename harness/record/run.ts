/** `run.json`: the result of a comparison, versioned, and its published JSON Schema. */
import { z } from 'zod';
import { attributionSchema } from './attribution.ts';
import { judgedClaimSchema } from './judged-claim.ts';
import { metricNames } from './metric.ts';

export const runSchemaName = 'tandem/run@1';

const interval = { lo: z.number(), hi: z.number() };

const summary = z.strictObject({
  value: z.number(),
  ...interval,
  /** How many units (or arms) the interval rests on. */
  units: z.int().nonnegative(),
  /** How many values the value rests on. */
  operations: z.int().nonnegative(),
});

const measured = z.strictObject({
  unit: z.string(),
  better: z.enum(['lower', 'higher', 'none']),
  baseline: summary.nullable(),
  candidate: summary.nullable(),
  ratio: z.strictObject({ value: z.number(), ...interval, confidence: z.number() }).nullable(),
  verdict: z.enum(['faster', 'slower', 'same', 'unsure', 'not judged']),
  reason: z.string().optional(),
});

export const countsSchema = z.strictObject({
  planned: z.int(),
  completed: z.int(),
  errored: z.int(),
  timedOut: z.int(),
  dropped: z.int(),
  unfinished: z.int(),
});

const failure = z.strictObject({ message: z.string(), count: z.int().positive() });

/** Growth in KiB per 1,000 operations, over the second half of them; null where nothing can be said. */
const growth = z.strictObject({ value: z.number(), ...interval }).nullable();

const soakSide = z.strictObject({
  verdict: z.enum(['no leak', 'leaks', 'still growing', 'cannot be said']),
  words: z.string(),
  /** Completed in all. */
  operations: z.int(),
  /** Full garbage collections in the second half of the operations. */
  collections: z.int(),
  growth: z.strictObject({ heap: growth, buffers: growth, rss: growth }),
});

/** What a leak check (`compare --soak`) says of both sides. */
const soak = z.strictObject({
  /** For so long both sides together were to be loaded. */
  seconds: z.number(),
  baseline: soakSide,
  candidate: soakSide,
});

const scenario = z.strictObject({
  name: z.string(),
  title: z.string(),
  findings: z.array(z.int()),
  metricOfInterest: z.enum(metricNames),
  remark: z.string().optional(),
  /** Why its figures are shown without limits, and none is judged. */
  unjudged: z.string().optional(),
  validity: z.strictObject({ state: z.enum(['valid', 'invalid']), reasons: z.array(z.string()) }),
  load: z.strictObject({ baseline: countsSchema, candidate: countsSchema }),
  /** Why operations did not complete, the most frequent first; the numbers add up to those of `load`. */
  failures: z.strictObject({ baseline: z.array(failure), candidate: z.array(failure) }),
  /** Time scale and the like; two runs are only comparable where these are equal. */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  launches: z.int(),
  units: z.int(),
  /**
   * What each launch did before anything counted, in ms; in `steady` of them response times had ceased
   * to change, null where nobody waited for that.
   */
  warmUp: z.strictObject({ ms: z.array(z.number()), steady: z.int().nullable() }),
  /** Answers and rows compared between the sides, by run key. */
  sameWork: z.strictObject({ compared: z.int(), differences: z.array(z.string()) }),
  /** The ratio of a side to itself in this run: what no change at all looks like. By metric. */
  noise: z.record(z.string(), z.number()),
  metrics: z.partialRecord(z.enum(metricNames), measured),
  soak: soak.optional(),
});

const gateLimit = z.strictObject({
  limit: z.string(),
  metric: z.enum(metricNames),
  state: z.enum(['kept', 'broken', 'unsure', 'not judged']),
  /** The ratio or the figure that the limit is about. */
  measured: z.strictObject({ value: z.number(), ...interval }).nullable(),
  /** Of the one-sided test that decided; null where an interval did. */
  pValue: z.number().nullable(),
  reason: z.string().optional(),
});

const gate = z.strictObject({
  state: z.enum(['passed', 'failed', 'unsure', 'invalid']),
  /** Why it is invalid. */
  reasons: z.array(z.string()),
  /** A p-value up to this decided: the share of the false alarms that the last look may spend. */
  level: z.number(),
  units: z.int(),
  /** Units in which one server played both sides. */
  controls: z.int(),
  /** Of gates made of these units with their sides drawn by lot, how many fail at equality; `meant` is a share. */
  relabelled: z.strictObject({ gates: z.int(), failed: z.int(), meant: z.number() }),
  limits: z.array(gateLimit),
});

export const environmentSchema = z.strictObject({
  startedAt: z.string(),
  seconds: z.number(),
  node: z.string(),
  platform: z.string(),
  cpu: z.string(),
  cores: z.int(),
  memoryMiB: z.int(),
  pinning: z.string(),
  database: z.string().nullable(),
  commit: z.string().nullable(),
  dirty: z.boolean(),
});

export const variantSchema = z.strictObject({
  name: z.string(),
  command: z.string(),
  fixes: z.array(z.string()),
  commit: z.string().nullable(),
});

/** Where a side of a diff is from. */
const diffSource = z.strictObject({
  /** Whose file it was. */
  format: z.enum(['tandem', 'k6', 'autocannon', 'hyperfine']),
  file: z.string(),
  /** Of the run; null where the format has none, as are the others. */
  id: z.string().nullable(),
  startedAt: z.string().nullable(),
  environment: environmentSchema.nullable(),
});

/** The sides were measured apart, each in a run of its own, and not in turns. */
const diff = z.strictObject({
  baseline: diffSource,
  candidate: diffSource,
  /** What both were measured in turns with: where it is null, there is no ratio of ratios. */
  commonBaseline: z.string().nullable(),
});

export const runSchema = z.strictObject({
  schema: z.literal(runSchemaName),
  id: z.string(),
  command: z.string(),
  seed: z.string(),
  /** True until every planned arm was measured. */
  partial: z.boolean(),
  quick: z.boolean(),
  environment: environmentSchema,
  variants: z.array(variantSchema),
  scenarios: z.array(scenario),
  /** Only of `tandem diff`. */
  diff: diff.optional(),
  gate: gate.optional(),
  attribution: z.array(attributionSchema).optional(),
  claims: z.array(judgedClaimSchema).optional(),
  warnings: z.array(z.string()),
});

export type Run = z.infer<typeof runSchema>;
export type Environment = z.infer<typeof environmentSchema>;
export type RunScenario = Run['scenarios'][number];
export type Soak = z.infer<typeof soak>;
export type SoakSide = z.infer<typeof soakSide>;
export type MeasuredMetric = z.infer<typeof measured>;
export type Diff = z.infer<typeof diff>;
export type DiffSource = z.infer<typeof diffSource>;
export type Variant = z.infer<typeof variantSchema>;
export type Gate = z.infer<typeof gate>;
export type GateLimit = z.infer<typeof gateLimit>;
export type Failure = z.infer<typeof failure>;
export type Summary = z.infer<typeof summary>;
export type Verdict = MeasuredMetric['verdict'];
