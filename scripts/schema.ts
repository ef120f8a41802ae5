/** `tandem schema`: the published JSON Schema of `run.json`. */
import { Command } from 'commander';
import { z } from 'zod';
import { runSchema } from '../harness/record/run.ts';

export function schemaCommand(): Command {
  return new Command('schema')
    .description('print the JSON Schema of run.json')
    .action(() => console.log(runJsonSchema()));
}

/** JSON Schema, draft 2020-12, as text. */
export const runJsonSchema = (): string => JSON.stringify(z.toJSONSchema(runSchema), null, 2);
