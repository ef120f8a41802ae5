/** `capacity.json`: how much a variant can do, or two, in one run. */
import { z } from 'zod';
import { countsSchema, environmentSchema, variantSchema } from './run.ts';

export const capacitySchemaName = 'tandem/capacity@1';

/** In ms; null where there are too few values to tell. */
const response = z.strictObject({
  p50: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
});

const perSecond = z.number().nonnegative();

const surroundings = {
  /** Of the generator's event loop, 0 to 1. */
  generatorUtilization: z.number(),
  /** The busiest core but that of the servers, 0 to 1; null where they are not pinned. */
  helperCoreBusy: z.number().nullable(),
  /** How late the scenario's services were, P99 in ms; null without calls. */
  serviceLateP99Ms: z.number().nullable(),
};

const saturationStep = z.strictObject({
  connections: z.int(),
  /** Answers of status 2xx within the step. */
  completed: z.int(),
  perSecond,
  failures: z.array(z.strictObject({ message: z.string(), count: z.int() })),
  /** Too much was refused, broken or timed out to go on. */
  brokenOff: z.boolean(),
  ...surroundings,
});

const webSocket = z.strictObject({
  /** Critical events and token characters that were delivered. */
  usefulPerSecond: perSecond,
  messagesPerSecond: perSecond,
});

const level = z.strictObject({
  ratePerSecond: perSecond,
  counts: countsSchema,
  /** Within the planned time. */
  completedPerSecond: perSecond,
  response,
  /** The mean number in flight in each tenth of the planned time. */
  inFlight: z.array(z.number()),
  webSocket: webSocket.nullable(),
  state: z.enum(['kept up', 'fell behind', 'invalid']),
  why: z.string().nullable(),
  ...surroundings,
});

const knee = z.strictObject({
  ratePerSecond: perSecond,
  /** Nothing above it was seen to fall behind: the capacity may be higher. */
  atLeast: z.boolean(),
  /** Completed ones: what the percentiles rest on. */
  operations: z.int(),
  response,
});

const side = z.strictObject({
  side: z.enum(['baseline', 'candidate']),
  variant: variantSchema,
  saturation: z.strictObject({
    steps: z.array(saturationStep),
    best: z.strictObject({ perSecond, connections: z.int() }).nullable(),
    /** Why there is none. */
    reason: z.string().nullable(),
  }),
  levels: z.array(level),
  knee: knee.nullable(),
  /** Why there is none, or why it may be higher. */
  kneeReason: z.string().nullable(),
  /** The most useful ones a second of a level that was kept up with. */
  webSocket: z.strictObject({ ratePerSecond: perSecond, ...webSocket.shape }).nullable(),
});

export const capacitySchema = z.strictObject({
  schema: z.literal(capacitySchemaName),
  id: z.string(),
  command: z.string(),
  seed: z.string(),
  /** True when it was cut off before the search had ended. */
  partial: z.boolean(),
  environment: environmentSchema,
  scenario: z.strictObject({
    name: z.string(),
    title: z.string(),
    ratePerSecond: perSecond,
    /** Its operations are single HTTP requests, as a closed loop needs them. */
    closedLoop: z.boolean(),
    parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  }),
  stepSeconds: z.number(),
  sides: z.array(side),
  /** Candidate / baseline, of one run and without interval; null for one variant, or where a knee is not known or only "at least". */
  kneeRatio: z.number().nullable(),
  failure: z.strictObject({ code: z.int(), message: z.string() }).nullable(),
  warnings: z.array(z.string()),
});

export type Capacity = z.infer<typeof capacitySchema>;
export type CapacitySide = Capacity['sides'][number];
export type CapacityLevel = CapacitySide['levels'][number];

/** What is known before anything is measured: the first line of `steps.ndjson`. */
export type CapacityHeader = Omit<
  Capacity,
  'partial' | 'sides' | 'kneeRatio' | 'failure' | 'warnings'
> & { readonly sides: readonly Pick<CapacitySide, 'side' | 'variant'>[] };
