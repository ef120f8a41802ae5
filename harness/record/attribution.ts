/** `attribution` in `run.json`: what each fix gives, by metric. */
import { z } from 'zod';
import { metricNames } from './metric.ts';

const ratio = z.strictObject({ value: z.number(), lo: z.number(), hi: z.number() });

const fixClasses = [
  'works alone',
  'masked',
  'redundant',
  'harmful',
  'no effect found',
  'not classed',
] as const;

const fixSchema = z.strictObject({
  fix: z.string(),
  finding: z.int().nullable(),
  /** On divided by off, on average over all orders of the fixes. */
  ratio,
  /** Of the logarithm of the sum of the parts, taken as it was estimated: 1 is all of it. Null where that may be nothing. */
  share: ratio.nullable(),
  /** False where the interval includes 1. */
  resolved: z.boolean(),
  /** Told from chance among all fixes of the metric (5 % over all of them); of runs before 2026-11-27, see `resolved`. */
  proven: z.boolean().optional(),
  class: z.enum(fixClasses),
  /** What was promised of it by this metric, in the same way; null where nothing was. */
  claimed: z.strictObject({ lo: z.number(), hi: z.number() }).nullable(),
  /** Cross-checks: with no other fix on, and with all others on. */
  alone: ratio.nullable(),
  without: ratio.nullable(),
});

const interactionSchema = z.strictObject({
  fixes: z.tuple([z.string(), z.string()]),
  /** The other pairs that the design cannot tell from this one. */
  aliases: z.array(z.tuple([z.string(), z.string()])),
  /** The ratio of either fix with the other on, divided by its ratio with the other off. */
  estimate: z.number(),
  /** Larger than chance in one of the design's chains (Holm, 5 % over all of them). */
  flagged: z.boolean(),
  /** By a square of four mixes, with all others off and on; null where it was not measured. */
  confirmed: ratio.nullable(),
});

export const attributionSchema = z.strictObject({
  scenario: z.string(),
  metric: z.enum(metricNames),
  /** `first`: by the design. `second`: by the paths, too. `none`: see the reason. */
  stage: z.enum(['none', 'first', 'second']),
  /** Why there is no stage; or why not the second, which was asked for. */
  reason: z.string().optional(),
  /** All on divided by all off, as it was compared; null where it was not judged. */
  total: ratio.nullable(),
  /** The product of the parts. */
  sum: ratio.nullable(),
  fixes: z.array(fixSchema),
  /** Ratios that show where no fix is: noise, and what three or more fixes do together. */
  lackOfFit: z.array(z.number()),
  /** What a pair typically misses of the model with its noise, as a ratio; runs before 2026-11-27 have none. */
  misfit: z.number().optional(),
  /** What noise alone does to a part, as a ratio of one standard error; null of one unit a pair. */
  noise: z.number().nullable(),
  /** Of the model: 0 where factors multiply, 1 where times add up. */
  lambda: z.number().nullable(),
  /** The strongest first. */
  interactions: z.array(interactionSchema),
});

export type Attribution = z.infer<typeof attributionSchema>;
export type AttributedFix = z.infer<typeof fixSchema>;
export type Interaction = z.infer<typeof interactionSchema>;
export type FixClass = (typeof fixClasses)[number];
