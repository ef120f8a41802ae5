import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  sampleAttribution,
  sampleClaims,
  unattributed,
} from '../../harness/report/sample-attribution.ts';
import { plainNames, sampleRecording, sampleRun } from '../../harness/report/sample-run.ts';
import { describeFindings } from './describe-findings.ts';
import { mergeRuns } from './merge-runs.ts';

const test = suite('reference');

const fixes = {
  pipeline: { finding: 1, title: 'One after another' },
  pool: { finding: 9 },
  flag: {},
};
const compared = (scenario: string) => {
  const run = sampleRun({ ...plainNames, scenario });
  return { run, recording: sampleRecording(run) };
};
const attributed = {
  ...sampleRun(plainNames),
  attribution: [sampleAttribution],
  claims: [...sampleClaims],
};

test('several runs become one, in their order', () => {
  const { run, recording } = mergeRuns([compared('a'), compared('b')], [attributed]);
  assert.equal(
    run.scenarios.map(({ name }) => name),
    ['a', 'b'],
  );
  assert.equal(
    recording.header.scenarios.map(({ name }) => name),
    ['a', 'b'],
  );
  assert.equal(run.attribution, [sampleAttribution]);
  assert.is(run.claims?.length, sampleClaims.length);
  assert.not(run.partial);
});

test('a run that is partial makes the whole partial', () => {
  const cut = { ...attributed, partial: true };
  assert.ok(mergeRuns([compared('a')], [cut]).run.partial);
});

test('each finding has its section: claims with verdicts, and where the fix matters', () => {
  const { run } = mergeRuns([compared('a')], [attributed]);
  const page = describeFindings(run, fixes);
  assert.match(page, /^## 1\. One after another$/m);
  assert.match(page, /^## 9\. pool$/m);
  assert.not.match(page, /^## .*flag/m);
  assert.match(
    page,
    /“50-80% performance loss” \(agent processing\): \*\*confirmed\*\*\. claimed 50 to 80 %, measured 60 % \[56, 64\]/,
  );
  assert.match(
    page,
    /On average, in `sample`: response time P95 0\.4 \[0\.364, 0\.44\] \(masked\)\./,
  );
  assert.not.match(page, /undefined|NaN/);
});

test('what was not attributed says why, and is not taken for nothing', () => {
  const { run } = mergeRuns([compared('a')], [{ ...attributed, attribution: [unattributed] }]);
  const page = describeFindings(run, fixes);
  assert.match(page, /In `sample` it was not attributed: sample\/design-3: a side died\./);
  assert.not.match(page, /told from chance/);
});

test.run();
