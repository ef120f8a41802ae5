import { posix } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { HistogramLogReader } from 'hdr-histogram-js';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { z } from 'zod';
import { Histogram } from '../load/histogram.ts';
import type { Recording } from '../record/recording.ts';
import type { MeasuredMetric, Run } from '../record/run.ts';
import { plainNames, type SampleNames, sampleRecording, sampleRun } from '../report/sample-run.ts';
import { bencherJson } from './bencher.ts';
import { benchmarkActionFiles } from './benchmark-action.ts';
import { exchangeFiles } from './exchange-files.ts';
import { operationFiles } from './operations-csv.ts';

const test = suite('exchange files');

function files(names: SampleNames = plainNames, change: (run: Run) => void = () => {}) {
  const run = sampleRun(names);
  const recording = sampleRecording(run);
  change(run);
  return exchangeFiles(run, recording);
}

function file(of: Readonly<Record<string, string>>, name: string): string {
  const text = of[name];
  if (text === undefined) throw new Error(`${name} is not among ${Object.keys(of).join(', ')}`);
  return text;
}

const rowsOf = (text: string): Record<string, string>[] => parse(text, { columns: true });

const bigger: MeasuredMetric = {
  unit: 'per s',
  better: 'higher',
  baseline: { value: 1, lo: 1, hi: 1, units: 7, operations: 20 },
  candidate: { value: 2.0000001, lo: 2, hi: 2.5, units: 7, operations: 20 },
  ratio: { value: 2, lo: 2, hi: 2, confidence: 0.95 },
  verdict: 'faster',
};

const withThroughput = (run: Run): void => {
  const [scenario] = run.scenarios;
  if (scenario) scenario.metrics.throughput = bigger;
};

test('every file there is, by its path', () => {
  assert.equal(Object.keys(files(plainNames, withThroughput)), [
    'csv/metrics.csv',
    'csv/operations.csv',
    'github-action-benchmark/customSmallerIsBetter.json',
    'github-action-benchmark/customBiggerIsBetter.json',
    'bencher.json',
    'hdr/pipeline.baseline.response.hgrm',
    'hdr/pipeline.baseline.response.hlog',
    'hdr/pipeline.candidate.response.hgrm',
    'hdr/pipeline.candidate.response.hlog',
  ]);
});

test('metrics.csv says what run.json says', () => {
  const rows = rowsOf(file(files(), 'csv/metrics.csv'));
  const run = sampleRun(plainNames);
  assert.is(rows.length, 7);
  for (const row of rows) {
    const measured = run.scenarios[0]?.metrics[row['metric'] as 'response.p50'];
    assert.is(Number(row['candidate']), measured?.candidate?.value);
    assert.is(Number(row['baseline_lo']), measured?.baseline?.lo);
    assert.is(row['ratio_hi'], String(measured?.ratio?.hi ?? ''));
    assert.is(row['verdict'], measured?.verdict);
    assert.is(row['reason'], measured?.reason ?? '');
  }
});

test('from operations.csv anybody comes to the same response times', () => {
  const run = sampleRun(plainNames);
  const { events } = sampleRecording(run);
  const rows = rowsOf(file(files(), 'csv/operations.csv'));
  for (const side of ['baseline', 'candidate']) {
    const own = rows.filter((row) => row['side'] === side).map((row) => Number(row['response_us']));
    const arm = events.flatMap((event) => (event.kind === 'arm' ? [event.arm] : []));
    const recorded = arm.find((each) => each.side === side)?.load.operations;
    assert.equal(
      own,
      recorded?.map(({ responseUs }) => responseUs),
    );
  }
  assert.ok(rows.every((row) => row['counted'] === 'true' && row['outcome'] === 'completed'));
});

test('operations of the cut are there, and marked', () => {
  const recording = sampleRecording(sampleRun(plainNames));
  const scenarios = recording.header.scenarios.map((scenario) => ({
    ...scenario,
    load: { kind: 'open', ratePerSecond: 2, armMs: 2000, cutMs: 500, unit: 'pair' } as const,
  }));
  const cut = operationFiles({ ...recording, header: { ...recording.header, scenarios } });
  const rows = rowsOf(file(cut, 'csv/operations.csv'));
  for (const row of rows) {
    assert.is(row['counted'], String(Number(row['planned_us']) >= 500_000));
  }
  assert.is(rows.filter((row) => row['counted'] === 'false').length, 20);
});

test('what a sheet has no rows for goes on in a second file', () => {
  const recording = sampleRecording(sampleRun(plainNames));
  const parts = operationFiles(recording, 30);
  assert.equal(Object.keys(parts), [
    'csv/operations.csv',
    'csv/operations-2.csv',
    'csv/operations-3.csv',
  ]);
  const rows = Object.values(parts).flatMap(rowsOf);
  assert.equal(rows, rowsOf(file(operationFiles(recording), 'csv/operations.csv')));
});

/**
 * `BenchmarkResult` of github-action-benchmark (src/extract.ts, extractCustomBenchmarkResult): a list
 * of these, and an empty one is an error. src/extractRangeInfo.ts reads `± n`.
 */
const benchmarkResults = z
  .array(
    z.strictObject({
      name: z.string().min(1),
      value: z.number(),
      unit: z.string(),
      range: z.string().optional(),
      extra: z.string().optional(),
    }),
  )
  .min(1);

test('github-action-benchmark gets a file a direction, of the candidate', () => {
  const both = benchmarkActionFiles(
    (() => {
      const run = sampleRun(plainNames);
      withThroughput(run);
      return run;
    })(),
  );
  const of = (name: string) =>
    benchmarkResults.parse(JSON.parse(file(both, `github-action-benchmark/${name}.json`)));
  const smaller = of('customSmallerIsBetter');
  assert.is(smaller.length, 7);
  assert.is(smaller[0]?.name, 'pipeline: response.p50');
  assert.is(smaller[0]?.value, 1270);
  assert.is(smaller[0]?.range, '± 127');
  const [only, ...others] = of('customBiggerIsBetter');
  assert.equal(others, []);
  assert.is(only?.value, 2);
  for (const entry of [...smaller, only]) {
    const [, reach] = /^± (\d.*)$/.exec(entry?.range ?? '') ?? [];
    assert.ok(Number.isFinite(Number(reach)), entry?.range);
  }
});

/** https://bencher.dev/bmf.json says which values there are; here, no others may be. */
const isBencher = new Ajv().compile({
  type: 'object',
  patternProperties: {
    '.+': {
      type: 'object',
      patternProperties: {
        '.+': {
          type: 'object',
          properties: {
            value: { type: 'number' },
            lower_value: { type: 'number' },
            upper_value: { type: 'number' },
          },
          required: ['value'],
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
});

test('Bencher gets values with their limits, of the candidate', () => {
  const text = file(files(), 'bencher.json');
  assert.ok(isBencher(JSON.parse(text)), JSON.stringify(isBencher.errors));
  assert.equal(JSON.parse(text).pipeline['response.p95 (ms)'], {
    value: 2610,
    lower_value: 2610 * 0.9,
    upper_value: 2610 * 1.1,
  });
});

test('what is invalid gets into no trend', () => {
  const run = sampleRun(plainNames);
  for (const { validity } of run.scenarios) validity.state = 'invalid';
  assert.equal(benchmarkActionFiles(run), {});
  assert.is(bencherJson(run), '{}\n');
});

test('a .hlog read back has the arms with their times, and their sum the percentiles of all', () => {
  const run = sampleRun(plainNames);
  const twice = sampleRecording(run).events.flatMap((event, index) => {
    if (event.kind !== 'arm') return [];
    const at = event.arm.at + 60_000 + index;
    return [event, { ...event, arm: { ...event.arm, unit: 1, at } }];
  });
  const recording: Recording = { ...sampleRecording(run), events: twice };
  const text = file(exchangeFiles(run, recording), 'hdr/pipeline.candidate.response.hlog');
  const reader = new HistogramLogReader(text, 64);
  const sum = reader.nextIntervalHistogram();
  const second = reader.nextIntervalHistogram();
  if (!sum || !second) throw new Error('two arms were written');
  assert.is(reader.nextIntervalHistogram(), null);
  assert.is(sum.startTimeStampMsec, 1_767_323_045_000);
  assert.is(second.startTimeStampMsec - sum.startTimeStampMsec, 60_001);
  assert.is(sum.endTimeStampMsec - sum.startTimeStampMsec, 2000);
  sum.add(second);
  const values = Array.from({ length: 40 }, (_, index) => 1000 * (index + 1));
  const all = Histogram.of([...values, ...values]);
  assert.is(sum.totalCount, 80);
  for (const p of [0, 0.5, 0.9, 0.99, 1]) {
    assert.is(sum.getValueAtPercentile(p * 100), all.percentileUs(p));
  }
  assert.match(file(exchangeFiles(run, recording), 'hdr/pipeline.candidate.response.hgrm'), /80/);
});

test('without operations there are no files of them', () => {
  const run = sampleRun(plainNames);
  const none = exchangeFiles(run, { ...sampleRecording(run), events: [] });
  assert.equal(Object.keys(none), [
    'csv/metrics.csv',
    'github-action-benchmark/customSmallerIsBetter.json',
    'bencher.json',
  ]);
});

const odd = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, 1e300));
const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '../../x',
    '..',
    '/etc/x',
    'a/../../b',
    '__proto__',
    '',
    ' ',
    'x'.repeat(300),
    '=1',
  ),
);

test('whatever names and numbers: every reader reads it, none is NaN, and no file leaves the folder', () =>
  fc.assert(
    fc.property(name, odd, odd, odd, (scenario, value, lo, hi) => {
      const all = files({ ...plainNames, scenario, variant: scenario }, (run) => {
        withThroughput(run);
        for (const measured of Object.values(run.scenarios[0]?.metrics ?? {})) {
          measured.candidate = { value, lo, hi, units: 1, operations: 1 };
        }
      });
      for (const [path, text] of Object.entries(all)) {
        assert.ok(/^(csv|hdr|github-action-benchmark)\/|^bencher\.json$/.test(path), path);
        assert.is(posix.join('/run', path), `/run/${path}`);
        assert.ok(path.split('/').every((part) => part.length < 120));
        if (path.endsWith('.csv')) assert.ok(rowsOf(text).length > 0);
        if (path.startsWith('github')) benchmarkResults.parse(JSON.parse(text));
        if (!path.startsWith('hdr'))
          assert.not.match(text.replaceAll(scenario, ''), /NaN|Infinity/);
      }
      assert.ok(isBencher(JSON.parse(file(all, 'bencher.json'))));
    }),
    { numRuns: 60 },
  ));

test.run();
