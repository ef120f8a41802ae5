/**
 * `--import` of this file: OpenTelemetry as its documentation starts it, with instrumented HTTP and
 * `pg`, spans in batches to TANDEM_BENCH_SINK.
 */
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { NodeSDK } from '@opentelemetry/sdk-node';

const endpoint = 'OTEL_EXPORTER_OTLP_ENDPOINT';

if (isMainThread) {
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
  process.env[endpoint] = process.env['TANDEM_BENCH_SINK'];
  new NodeSDK({
    serviceName: 'bench-probe',
    instrumentations: [new HttpInstrumentation(), new PgInstrumentation()],
    metricReaders: [],
    logRecordProcessors: [],
  }).start();
  // Not meant for the server, which may have traces of its own.
  delete process.env[endpoint];
}
