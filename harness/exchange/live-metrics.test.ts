import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { liveMetrics } from './live-metrics.ts';
import { prometheusName } from './prometheus-text.ts';

const test = suite('live metrics');
const page = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');

test('docs/metrics.md says of each what it is', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  assert.equal(
    rows,
    liveMetrics.map(
      (metric) =>
        `| \`${metric.name}\` | \`${prometheusName(metric)}\` | ${metric.kind} | ${metric.description} |`,
    ),
  );
});

test('each of ours says so in its name, and all others are of the semantic conventions', () => {
  const conventions = /^(process|nodejs\.eventloop|v8js|db\.client\.connection)\./;
  for (const { name } of liveMetrics) {
    assert.ok(name.startsWith('tandem.') || conventions.test(name), name);
  }
});

test.run();
