import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { GateLimit } from '../record/run.ts';
import { githubAnnotations, githubOutputs, githubSummary } from './github.ts';
import { sampleRun as makeSample } from './sample-run.ts';

const test = suite('GitHub');

const sampleRun = makeSample({ scenario: 's', variant: 'v', reason: 'r', failure: 'f' });

const limit = (name: string, state: GateLimit['state']): GateLimit => ({
  limit: name,
  metric: 'response.p95',
  state,
  measured: null,
  pValue: 0.01,
  reason: '5 % and\nmore',
});

const gated = (limits: GateLimit[], state: 'failed' | 'invalid' = 'failed') => ({
  ...sampleRun,
  gate: {
    state,
    reasons: ['it is noisy'],
    level: 0.04,
    units: 30,
    controls: 4,
    relabelled: { gates: 200, failed: 9, meant: 0.05 },
    limits,
  },
});

test('ten annotations at most, the broken first, none of what is kept', () => {
  const unsure = Array.from({ length: 12 }, (_, index) => limit(`u${index}`, 'unsure'));
  const lines = githubAnnotations(gated([limit('k', 'kept'), ...unsure, limit('b', 'broken')]));
  assert.is(lines.length, 10);
  assert.is(lines[0], '::error title=Tandem::b is broken: p 0.010; 5 %25 and%0Amore');
  assert.match(lines[1] ?? '', /^::warning title=Tandem::u0 is unsure/);
  assert.equal(githubAnnotations(sampleRun), []);
});

test('an invalid gate is one warning', () => {
  const lines = githubAnnotations(gated([limit('b', 'broken')], 'invalid'));
  assert.is(lines.length, 1);
  assert.match(lines[0] ?? '', /^::warning.*invalid.*it is noisy/);
});

test('outputs and a summary that fits', () => {
  assert.match(githubOutputs(gated([]), 'reports/x'), /^state=failed\nreport=reports\/x\nid=/);
  assert.is(githubSummary('short\n'), 'short\n');
  const long = githubSummary('a line with ü\n'.repeat(100_000));
  assert.ok(Buffer.byteLength(long) <= 900 * 1024);
  assert.match(long, /ü\n\nThe rest does not fit here/);
});

test.run();
