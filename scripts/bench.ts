/** `tandem bench`: pieces of code in several forms, each alone, at several sizes. */
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { renderBenchMarkdown } from '../harness/bench/bench-markdown.ts';
import {
  type BenchHeader,
  type BenchResult,
  benchSchemaName,
} from '../harness/bench/bench-result.ts';
import { renderBenchTable } from '../harness/bench/bench-table.ts';
import { machineWords } from '../harness/bench/bench-words.ts';
import { parseBench } from '../harness/bench/parse-bench.ts';
import { type BenchRig, type MeasuredCase, runBenches } from '../harness/bench/run-benches.ts';
import { summarizeBenches } from '../harness/bench/summarize-benches.ts';
import { timeEmptyCall } from '../harness/bench/time-case.ts';
import { exitCode, notFitError } from '../harness/error.ts';
import { openPostgres, type PostgresServer } from '../harness/launch/postgres.ts';
import { readEnvironment } from '../harness/record/environment.ts';
import { commandLine } from './command-line.ts';
import { interruption } from './interruption.ts';

/** Twelve is the most of which a sign-flip test looks at every flip. */
const effort = { rounds: 12, roundMs: 50 };

export function benchCommand(): Command {
  return new Command('bench')
    .description('time the twins of a concern alone, at several sizes, and say where they cross')
    .argument('[concern...]', 'those that are timed; all of them by default')
    .option(
      '--limit <limit...>',
      "such as 'snapshot.64KB.ratio<=0.5' or 'auth.known-token.optimized<=1us'; exit code 1 when one is proven broken",
    )
    .option('--out <file>', 'write the result as a Markdown page')
    .option('--json', 'print the result on stdout')
    .action(bench);
}

interface Flags {
  readonly limit?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

async function bench(names: readonly string[], flags: Flags): Promise<void> {
  const { benches, limits } = await parseBench(names, flags.limit ?? [], process.cwd());
  const { signal, code } = interruption();
  const needsDatabase = benches.some(({ database }) => database);
  const postgres = needsDatabase ? await openDatabases() : null;
  try {
    const header = await describe(postgres);
    const measured = await measure(header, runBenches(benches, effort, rigOf(postgres, signal)));
    const result = summarizeBenches(header, benches, limits, measured, new Date());
    print(result, flags);
    process.exitCode = code() ?? exitCodeOf(result);
  } finally {
    await postgres?.stop();
  }
}

const openDatabases = (): Promise<PostgresServer> =>
  openPostgres({ databaseUrl: process.env['DATABASE_URL'], cores: null });

function rigOf(postgres: PostgresServer | null, signal: AbortSignal): BenchRig {
  const openDatabase = async (name: string): Promise<string> => {
    if (!postgres) throw new Error('a database was not asked for');
    return postgres.recreateDatabase(name);
  };
  return { openDatabase, signal };
}

async function describe(postgres: PostgresServer | null): Promise<BenchHeader> {
  const database = postgres ? `PostgreSQL ${postgres.version}` : null;
  return {
    schema: benchSchemaName,
    command: commandLine(),
    environment: readEnvironment(new Date(), 'not pinned', database, process.cwd()),
    effort,
    emptyCallMs: await timeEmptyCall(),
  };
}

/** A line a size, so that who waits sees it go on. */
async function measure(
  header: BenchHeader,
  cases: AsyncIterable<MeasuredCase>,
): Promise<readonly MeasuredCase[]> {
  console.error(`tandem bench   ${machineWords(header)}`);
  const measured: MeasuredCase[] = [];
  for await (const each of cases) {
    measured.push(each);
    console.error(`  ${each.bench.name} at ${each.size}`);
  }
  return measured;
}

function print(result: BenchResult, { out, json }: Flags): void {
  console.error(`\n${renderBenchTable(result, { colors: process.stderr.isTTY ?? false })}`);
  if (out !== undefined) {
    write(out, renderBenchMarkdown(result));
    console.error(`Written: ${out}`);
  }
  if (json) console.log(JSON.stringify(result, null, 2));
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw notFitError(`${file} can't be written: ${(error as Error).message}`);
  }
}

const exitCodeOf = ({ limits }: BenchResult): number =>
  limits.some(({ state }) => state === 'broken') ? exitCode.limitBroken : exitCode.ok;
