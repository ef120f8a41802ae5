/** Reads the claims of a configuration. */
import { z } from 'zod';
import { usageError } from '../error.ts';
import { metricNames } from '../record/metric.ts';
import type { Claim } from './claim.ts';
import type { ConfigFile } from './load-config.ts';
import { loadModules } from './load-modules.ts';

const fixes = z.union([z.literal('all'), z.array(z.string())]);
const taken = {
  metric: z.enum(metricNames),
  as: z.enum(['reduction', 'overhead', 'speedup', 'value']),
};

const claimsSchema = z.array(
  z
    .strictObject({
      finding: z.int().positive().nullable(),
      quote: z.string(),
      scope: z.string(),
      measure: z.discriminatedUnion('of', [
        z.strictObject({
          of: z.literal('comparison'),
          scenario: z.string(),
          from: fixes,
          to: fixes,
          ...taken,
        }),
        z.strictObject({ of: z.literal('attribution'), scenario: z.string(), fixes, ...taken }),
        z.strictObject({ of: z.literal('nothing'), why: z.string() }),
      ]),
      lo: z.number(),
      hi: z.number(),
    })
    .refine(({ lo, hi }) => lo <= hi, 'lo is at most hi')
    .refine(
      ({ measure, lo }) => measure.of === 'nothing' || measure.as !== 'speedup' || lo > 0,
      'a speed-up is a number of times above 0',
    ),
);

/** Throws a usage error that lists every fault. */
export async function loadClaims(file: ConfigFile, path: string): Promise<readonly Claim[]> {
  const [loaded] = await loadModules('claims', [path], file.folder);
  const parsed = claimsSchema.safeParse(loaded?.module['claims']);
  if (parsed.success) return parsed.data;
  throw usageError(`${path} has no claims as expected:\n${z.prettifyError(parsed.error)}`);
}
