import * as fc from 'fast-check';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Analysis } from '../concerns.ts';
import { type AnalysisReport, type Dataset, loadDataset, services } from '../dataset.ts';

interface Row {
  readonly service: (typeof services)[number];
  readonly latencyMs: number;
  readonly cost: number;
  readonly failed: boolean;
}

/** Rows as the columns that an analysis takes. */
function toDataset(rows: readonly Row[]): Dataset {
  return {
    rows: rows.length,
    service: Uint8Array.from(rows, (row) => services.indexOf(row.service)),
    latencyMs: Float64Array.from(rows, (row) => row.latencyMs),
    cost: Uint32Array.from(rows, (row) => row.cost),
    failed: Uint8Array.from(rows, (row) => Number(row.failed)),
  };
}

/** What both implementations of finding 13 must do; the caller runs it. */
export function analysisSuite(name: string, analysis: Analysis): Test {
  const test = suite(name);
  const analyze = (...rows: readonly Row[]) => analysis.analyze(toDataset(rows));

  test('reports nothing of no rows', () => {
    const report = { rows: 0, errors: 0, costMicroUsd: 0, p95Ms: 0, slow: 0, services: [] };
    assert.equal(analyze(), report);
  });

  test('reports one row as all of its percentiles', () => {
    assert.equal(analyze({ service: 'mail', latencyMs: 7.25, cost: 30, failed: true }), {
      ...{ rows: 1, errors: 1, costMicroUsd: 30, p95Ms: 7.25, slow: 0 },
      services: [
        {
          ...{ service: 'mail', rows: 1, errors: 1, costMicroUsd: 30 },
          ...{ p50Ms: 7.25, p95Ms: 7.25, maxMs: 7.25 },
        },
      ],
    });
  });

  test('takes percentiles by nearest rank', () => {
    // Five values 15 20 35 40 50: ranks ceil(0.5 * 5) = 3 and ceil(0.95 * 5) = 5. The values are
    // the worked example of "Percentile" in Wikipedia. Of 20 values 1..20: ranks 10 and 19.
    const ofFive = [35, 20, 15, 50, 40].map(web);
    const ofTwenty = Array.from({ length: 20 }, (_, index) => web(20 - index));
    for (const [rows, p50Ms, p95Ms, maxMs] of [
      [ofFive, 35, 50, 50],
      [ofTwenty, 10, 19, 20],
    ] as const) {
      const report = analyze(...rows);
      assert.is(report.p95Ms, p95Ms);
      assert.is(report.services[0]?.p50Ms, p50Ms);
      assert.is(report.services[0]?.p95Ms, p95Ms);
      assert.is(report.services[0]?.maxMs, maxMs);
    }
  });

  test('counts as slow what is above three times the median, not what is equal to it', () => {
    assert.is(analyze(...[10, 10, 30, 30.001, 5].map(web)).slow, 1);
    assert.is(analyze(...[10, 10, 30, 30, 5].map(web)).slow, 0);
  });

  test('lists the services that occur, in the order of the list of services', () => {
    const rows = [...services].reverse().map((service) => ({ ...web(1), service }));
    assert.equal(
      analyze(...rows).services.map((each) => each.service),
      [...services],
    );
    assert.equal(
      analyze(...rows.slice(2, 4)).services.map((each) => each.service),
      ['ingest', 'mail'],
    );
  });

  testAgainstOracle(test, analysis);
  return test;
}

const web = (latencyMs: number): Row => ({ service: 'web', latencyMs, cost: 1, failed: false });

function testAgainstOracle(test: Test, analysis: Analysis): void {
  test('gives the very numbers of a report made number by number', () =>
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 60 }), (rows) => {
        assert.equal(analysis.analyze(toDataset(rows)), plainReport(rows));
      }),
    ));

  test('does so for a generated dataset too, and leaves its columns as they were', () => {
    const dataset = loadDataset({ rows: 1000, seed: 7 });
    const before = structuredClone(dataset);
    const rows = Array.from({ length: dataset.rows }, (_, row) => rowOf(dataset, row));
    assert.equal(analysis.analyze(dataset), plainReport(rows));
    assert.equal(dataset.latencyMs, before.latencyMs);
    assert.equal(dataset.service, before.service);
  });
}

const anyRow: fc.Arbitrary<Row> = fc.record({
  service: fc.constantFrom(...services),
  latencyMs: fc.oneof(
    fc.double({ min: 0.001, max: 1e6, noNaN: true }),
    fc.constantFrom(1, 2, 3, 4, 5),
  ),
  cost: fc.nat(4999),
  failed: fc.boolean(),
});

function rowOf(dataset: Dataset, row: number): Row {
  return {
    service: services[dataset.service[row] ?? 0] ?? 'web',
    latencyMs: dataset.latencyMs[row] ?? 0,
    cost: dataset.cost[row] ?? 0,
    failed: dataset.failed[row] === 1,
  };
}

/** The report by the definitions alone: a percentile is found by counting, nothing is sorted. */
function plainReport(rows: readonly Row[]): AnalysisReport {
  const medianMs = nearestRank(rows, 0.5);
  return {
    ...counts(rows),
    p95Ms: nearestRank(rows, 0.95),
    slow: rows.filter((row) => row.latencyMs > 3 * medianMs).length,
    services: services
      .filter((service) => rows.some((row) => row.service === service))
      .map((service) => {
        const own = rows.filter((row) => row.service === service);
        const [p50Ms, p95Ms] = [nearestRank(own, 0.5), nearestRank(own, 0.95)];
        const maxMs = own.reduce((most, row) => Math.max(most, row.latencyMs), 0);
        return { service, ...counts(own), p50Ms, p95Ms, maxMs };
      }),
  };
}

function counts(rows: readonly Row[]) {
  return {
    rows: rows.length,
    errors: rows.filter((row) => row.failed).length,
    costMicroUsd: rows.reduce((sum, row) => sum + row.cost, 0),
  };
}

/** The smallest latency that at least `share` of the rows do not exceed. */
function nearestRank(rows: readonly Row[], share: number): number {
  const rank = Math.ceil(share * rows.length);
  const reaches = (row: Row) =>
    rows.filter((other) => other.latencyMs <= row.latencyMs).length >= rank;
  const smallest = rows
    .filter(reaches)
    .reduce((least, row) => Math.min(least, row.latencyMs), Infinity);
  return rows.length === 0 ? 0 : smallest;
}
