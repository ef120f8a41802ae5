/** `--import` of this file: prom-client's default metrics, read at TANDEM_BENCH_METRICS_PORT. */
import { createServer } from 'node:http';
import { isMainThread } from 'node:worker_threads';
import { collectDefaultMetrics, register } from 'prom-client';

if (isMainThread) {
  collectDefaultMetrics();
  createServer(async (_request, response) => response.end(await register.metrics()))
    .listen(Number(process.env['TANDEM_BENCH_METRICS_PORT']), '127.0.0.1')
    .unref();
}
