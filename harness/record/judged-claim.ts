/** `claims` in `run.json`: what was promised beside what was measured. */
import { z } from 'zod';

export const judgedClaimSchema = z.strictObject({
  finding: z.int().nullable(),
  quote: z.string(),
  scope: z.string(),
  /** What is measured, in words. */
  measure: z.string(),
  /** `%`, `times`, or the unit of a value. */
  unit: z.string(),
  lo: z.number(),
  hi: z.number(),
  measured: z.strictObject({ value: z.number(), lo: z.number(), hi: z.number() }).nullable(),
  verdict: z.enum([
    'confirmed',
    'less than claimed',
    'more than claimed',
    'no effect found',
    'harmful',
    'not measurable',
    'not measured',
  ]),
  /** What the verdict rests on, or why there is none. */
  evidence: z.string(),
});

export type JudgedClaim = z.infer<typeof judgedClaimSchema>;
