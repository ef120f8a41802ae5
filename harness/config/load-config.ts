/** Finds and reads `tandem.config.{ts,mjs,js,json}`. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createJiti } from 'jiti';
import { z } from 'zod';
import { usageError } from '../error.ts';
import type { TandemConfig } from './config.ts';

const fileNames = ['ts', 'mjs', 'js', 'json'].map((extension) => `tandem.config.${extension}`);

const environment = z.record(z.string(), z.string());

const configSchema = z.strictObject({
  variants: z.record(
    z.string().regex(/^[a-z][a-z0-9_]*$/i, 'letters and digits only: + and - switch fixes'),
    z.strictObject({
      command: z.string().min(1),
      environment: environment.optional(),
      fixes: z.union([z.enum(['all', 'none']), z.array(z.string())]).optional(),
      readyPath: z.string().startsWith('/').optional(),
    }),
  ),
  fixes: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and dashes'),
      z
        .strictObject({
          finding: z.int().positive().optional(),
          title: z.string().optional(),
          environment: environment.optional(),
          arguments: z.array(z.string()).optional(),
        })
        .refine(
          (fix) => fix.environment !== undefined || fix.arguments !== undefined,
          'a fix sets an environment variable or adds arguments: give one of them',
        ),
    )
    .optional(),
  scenarios: z.array(z.string()).optional(),
  compare: z.array(z.string()).optional(),
  claims: z.string().optional(),
  benches: z.array(z.string()).optional(),
  gate: z
    .strictObject({
      scenario: z.string().optional(),
      limits: z.array(z.string()).optional(),
      install: z.string().min(1).optional(),
    })
    .optional(),
});

export interface ConfigFile {
  readonly config: TandemConfig;
  /** Paths in the configuration are relative to it. */
  readonly folder: string;
}

/**
 * The configuration of `folder`, or an empty one where there is none: two commands and a URL need
 * no file. Throws a usage error that lists every fault.
 */
export async function loadConfigFile(folder: string): Promise<ConfigFile> {
  const file = fileNames.map((name) => resolve(folder, name)).find((path) => existsSync(path));
  if (!file) return { config: { variants: {} }, folder };
  const parsed = configSchema.safeParse(await readConfig(file));
  if (!parsed.success) {
    throw usageError(`${file} is not a configuration:\n${z.prettifyError(parsed.error)}`);
  }
  return { config: parsed.data as TandemConfig, folder: dirname(file) };
}

async function readConfig(file: string): Promise<unknown> {
  try {
    if (file.endsWith('.json')) return JSON.parse(readFileSync(file, 'utf8'));
    if (file.endsWith('.ts'))
      return await createJiti(join(dirname(file), '/')).import(file, { default: true });
    const module = (await import(pathToFileURL(file).href)) as { default?: unknown };
    return module.default;
  } catch (error) {
    throw usageError(`${file} can't be read: ${(error as Error).message}`);
  }
}
