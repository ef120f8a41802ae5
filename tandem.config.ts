/** This repository's own variants, fixes and scenarios, declared as any user would. */
import type { TandemConfig } from './harness/index.ts';

const config: TandemConfig = {
  variants: {
    baseline: { command: 'node dist/scripts/serve.js', fixes: 'none' },
    optimized: { command: 'node dist/scripts/serve.js', fixes: 'all' },
    // What the audit wrote itself for findings 1, 3, 5 and 9; fixes go with them as with the baseline.
    groups: { command: 'node dist/scripts/serve.js', environment: { REMEDY_GROUPS: '1' } },
    deep_copy: { command: 'node dist/scripts/serve.js', environment: { REMEDY_DEEP_COPY: '1' } },
    one_transaction: {
      command: 'node dist/scripts/serve.js',
      environment: { REMEDY_ONE_TRANSACTION: '1' },
    },
    overflow_pool: {
      command: 'node dist/scripts/serve.js',
      environment: { REMEDY_OVERFLOW_POOL: '1' },
    },
  },
  fixes: {
    pipeline: {
      finding: 1,
      title: 'Steps that could run side by side run one after another',
      environment: { FIX_PIPELINE: '1' },
    },
    retry: {
      finding: 2,
      title: 'A retry sleeps on the event loop',
      environment: { FIX_RETRY: '1' },
    },
    snapshot: {
      finding: 3,
      title: 'A state is copied by a JSON round trip',
      environment: { FIX_SNAPSHOT: '1' },
    },
    notify: {
      finding: 4,
      title: 'Every change goes to every socket',
      environment: { FIX_NOTIFY: '1' },
    },
    persist: {
      finding: 5,
      title: 'The state is stored at every change',
      environment: { FIX_PERSIST: '1' },
    },
    'call-log': {
      finding: 6,
      title: 'Payloads are serialised for logs that are off',
      environment: { FIX_CALL_LOG: '1' },
    },
    'message-size': {
      finding: 7,
      title: 'A message is serialised to learn its size',
      environment: { FIX_MESSAGE_SIZE: '1' },
    },
    validation: {
      finding: 8,
      title: 'A request is validated in five layers',
      environment: { FIX_VALIDATION: '1' },
    },
    connections: {
      finding: 9,
      title: 'Every query opens a connection',
      environment: { FIX_CONNECTIONS: '1' },
    },
    offload: {
      finding: 10,
      title: 'Every task has a thread of its own',
      environment: { FIX_OFFLOAD: '1' },
    },
    monitor: {
      finding: 11,
      title: 'Metrics are written on the hot path',
      environment: { FIX_MONITOR: '1' },
    },
    state: {
      finding: 12,
      title: 'The whole state is validated at every access',
      environment: { FIX_STATE: '1' },
    },
    analysis: {
      finding: 13,
      title: 'Rows are passed over several times',
      environment: { FIX_ANALYSIS: '1' },
    },
    auth: {
      finding: 14,
      title: 'A token is verified for every message',
      environment: { FIX_AUTH: '1' },
    },
  },
  scenarios: [
    'dist/scenarios/pipeline.js',
    'dist/scenarios/sequential.js',
    'dist/scenarios/retry.js',
    'dist/scenarios/snapshot.js',
    'dist/scenarios/notify.js',
    'dist/scenarios/persist.js',
    'dist/scenarios/call-log.js',
    'dist/scenarios/message-size.js',
    'dist/scenarios/validation.js',
    'dist/scenarios/connections.js',
    'dist/scenarios/offload.js',
    'dist/scenarios/monitor.js',
    'dist/scenarios/state.js',
    'dist/scenarios/analysis.js',
    'dist/scenarios/auth.js',
    'dist/scenarios/gate.js',
    'dist/scenarios/fan-out.js',
    'dist/scenarios/live-page.js',
  ],
  compare: [
    'pipeline-busy',
    'sequential',
    'retry',
    'snapshot',
    'notify',
    'persist',
    'call-log',
    'message-size',
    'validation',
    'connections',
    'offload',
    'monitor',
    'state',
    'analysis',
    'auth',
    'pipeline',
  ],
  claims: 'dist/scenarios/claims.js',
  benches: [
    'dist/scripts/bench/pipeline.js',
    'dist/scripts/bench/retry.js',
    'dist/scripts/bench/snapshot.js',
    'dist/scripts/bench/notify.js',
    'dist/scripts/bench/persist.js',
    'dist/scripts/bench/call-log.js',
    'dist/scripts/bench/message-size.js',
    'dist/scripts/bench/validation.js',
    'dist/scripts/bench/connections.js',
    'dist/scripts/bench/offload.js',
    'dist/scripts/bench/monitor.js',
    'dist/scripts/bench/state.js',
    'dist/scripts/bench/analysis.js',
    'dist/scripts/bench/auth.js',
  ],
  // The base finds the packages of this checkout.
  gate: { scenario: 'gate', install: 'npm run build' },
};

export default config;
