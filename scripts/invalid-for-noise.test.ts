import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Gate } from '../harness/record/run.ts';
import { plainNames, sampleRun } from '../harness/report/sample-run.ts';
import { killedIfHung } from './killed-if-hung.ts';

const test = suite('invalid for noise');
const script = fileURLToPath(new URL('invalid-for-noise.js', import.meta.url));

const busy =
  '39 of 76 arms invalid and left out: a core that the servers do not run on was 100 % busy (limit 80 %): end other work on this machine, or lower the rate';
const itself =
  'a server differs from itself in 8 control units (p = 0.0078): something beside the sides differs; measure again';
const failing =
  'candidate: 4 of 87 operations did not complete, 1 % may fail; most often: status 500; lower the rate or mend that side';
const drift =
  'the ratio of the median response drifts over the run (p = 0.000042): one side was still warming up, leaks or slows down; measure longer';

function statusOf(reasons: readonly string[], state: Gate['state'] = 'invalid'): number | null {
  const gate: Gate = {
    ...{ state, reasons: [...reasons], level: 0.05, units: 8, controls: 8, limits: [] },
    relabelled: { gates: 200, failed: 0, meant: 0.05 },
  };
  const input = JSON.stringify({ ...sampleRun(plainNames), gate, warnings: [busy] });
  return spawnSync(process.execPath, [script], { input, ...killedIfHung }).status;
}

test('only noise of the machine is forgiven, whatever the warnings say', () => {
  assert.is(statusOf([busy]), 0);
  assert.is(statusOf([busy, itself]), 0);
  assert.is(statusOf([failing]), 1);
  assert.is(statusOf([busy, failing]), 1);
  assert.is(statusOf([drift]), 1);
  assert.is(statusOf([]), 1);
  assert.is(statusOf([busy], 'failed'), 1);
});

test.run();
