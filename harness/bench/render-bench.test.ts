import { readFileSync, writeFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseBenchLimit } from './bench-limit.ts';
import { renderBenchMarkdown } from './bench-markdown.ts';
import { type BenchHeader, benchSchemaName } from './bench-result.ts';
import { renderBenchTable } from './bench-table.ts';
import { formatCost, formatRatio } from './format-cost.ts';
import { madeUpBench, madeUpCase } from './made-up-bench.ts';
import { summarizeBenches } from './summarize-benches.ts';

const test = suite('showing micro-benchmarks');
const copy = madeUpBench('copy');
const retry = madeUpBench('retry', { counted: 'blocked', others: {}, sizes: { '50ms': 50 } });

const header: BenchHeader = {
  schema: benchSchemaName,
  command: 'tandem bench copy retry',
  environment: {
    startedAt: '2026-11-26T10:00:00.000Z',
    seconds: 0,
    node: 'v20.20.2',
    platform: 'linux 6.1',
    cpu: 'Some CPU',
    cores: 2,
    memoryMiB: 4096,
    pinning: 'not pinned',
    database: 'PostgreSQL 18.4',
    commit: null,
    dirty: false,
  },
  effort: { rounds: 12, roundMs: 50 },
  emptyCallMs: 0.000003,
};

const benches = [copy, retry];
const limits = ['copy.large.ratio<=0.6', 'copy.small.ratio<=1', 'copy.small.remedy.ratio<=1'].map(
  (text) => parseBenchLimit(text, benches, benches),
);
const measured = [
  madeUpCase(copy, 'small', { optimized: 1.5, remedy: 1 }),
  madeUpCase(copy, 'large', { optimized: 0.5, remedy: 0.8 }),
  madeUpCase(retry, '50ms', { optimized: 0.0003 }),
];
const endedAt = new Date('2026-11-26T10:01:00.000Z');
const result = summarizeBenches(header, benches, limits, measured, endedAt);

/** Golden files lie beside the sources; run with UPDATE_GOLDEN=1 to write them anew, and read the change. */
function assertGolden(name: string, content: string): void {
  const file = new URL(`../../../harness/bench/testdata/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, content);
  assert.fixture(content, readFileSync(file, 'utf8'));
}

test('the terminal table is what it was', () => {
  assertGolden('bench.txt', `${renderBenchTable(result, { colors: false })}\n`);
});

test('the page is what it was', () => {
  assertGolden('bench.md', renderBenchMarkdown(result));
});

test('what was interrupted says so', () => {
  const { warnings, environment } = summarizeBenches(header, benches, [], [], endedAt);
  assert.equal(warnings, ['Interrupted: 0 of 3 sizes were measured.']);
  assert.is(environment.seconds, 60);
});

test('times and ratios read well at every size', () => {
  assert.equal([0.000003, 0.000058, 0.0042, 0.354, 1, 142, 2500].map(formatCost), [
    '3 ns',
    '58 ns',
    '4.2 us',
    '354 us',
    '1 ms',
    '142 ms',
    '2.5 s',
  ]);
  assert.equal([0.000087, 0.00043, 0.0012, 0.337, 1.025, 20.94, 0].map(formatRatio), [
    '0.000087',
    '0.00043',
    '0.0012',
    '0.337',
    '1.02',
    '20.9',
    '0',
  ]);
});

test.run();
