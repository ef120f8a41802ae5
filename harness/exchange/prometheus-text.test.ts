import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Buckets } from './buckets.ts';
import type { LiveMetric } from './live-metrics.ts';
import { prometheusName, prometheusText } from './prometheus-text.ts';

const test = suite('prometheus text');

test('names get the unit in words, and counters _total', () => {
  const name = (dotted: string, unit: LiveMetric['unit'], kind: LiveMetric['kind']) =>
    prometheusName({ name: dotted, unit, kind });
  assert.is(name('process.cpu.time', 's', 'counter'), 'process_cpu_time_seconds_total');
  assert.is(name('process.memory.usage', 'By', 'upDownCounter'), 'process_memory_usage_bytes');
  assert.is(name('a.utilization', '1', 'gauge'), 'a_utilization_ratio');
  assert.is(name('a.stalls', '{stall}', 'counter'), 'a_stalls_total');
  assert.is(name('a.bytes', 'By', 'counter'), 'a_bytes_total');
  assert.is(name('a.up', '', 'gauge'), 'a_up');
});

test('whatever is in a name, Prometheus can read it', () => {
  fc.assert(
    fc.property(fc.string(), (rest) => {
      const name = prometheusName({ name: `a${rest}`, unit: 's', kind: 'counter' });
      assert.match(name, /^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
      assert.not.match(name, /__/);
    }),
  );
});

const described = { description: 'One.', attributes: { 'a.b': 'c "d"\\' } };

test('values stand with their labels, and whose they are', async () => {
  const metrics: LiveMetric[] = [
    { ...described, name: 'x.time', unit: 's', kind: 'counter', value: 1.5 },
    { ...described, name: 'x.level', unit: '', kind: 'upDownCounter', value: 3 },
    {
      ...{ description: 'Two.', attributes: { 'a.b': 'e' } },
      ...{ name: 'x.level', unit: '', kind: 'upDownCounter', value: 4 },
    },
  ];
  const lines = (await prometheusText(metrics, { 'service.name': 'mine' })).split('\n');
  for (const line of [
    'target_info{service_name="mine"} 1',
    '# HELP x_time_seconds_total One.',
    '# TYPE x_time_seconds_total counter',
    'x_time_seconds_total{a_b="c \\"d\\"\\\\"} 1.5',
    '# TYPE x_level gauge',
    'x_level{a_b="c \\"d\\"\\\\"} 3',
    'x_level{a_b="e"} 4',
  ]) {
    assert.ok(lines.includes(line), line);
  }
});

test('the buckets of a histogram add up', async () => {
  const value = new Buckets([0.1, 1]);
  for (const each of [0.05, 0.5, 0.5, 2]) value.add(each);
  const metric = { name: 'x.wait', unit: 's', kind: 'histogram', value } as const;
  const text = await prometheusText([{ ...metric, description: 'Two.', attributes: {} }], {});
  assert.ok(
    text.includes(
      [
        '# TYPE x_wait_seconds histogram',
        'x_wait_seconds_bucket{le="0.1"} 1',
        'x_wait_seconds_bucket{le="1"} 3',
        'x_wait_seconds_bucket{le="+Inf"} 4',
        'x_wait_seconds_sum 3.05',
        'x_wait_seconds_count 4',
      ].join('\n'),
    ),
    text,
  );
});

test.run();
