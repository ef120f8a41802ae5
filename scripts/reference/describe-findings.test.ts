import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { loadConfigFile } from '../../harness/config/load-config.ts';
import { readRun } from '../../harness/record/read-run.ts';
import {
  sampleAttribution,
  sampleClaims,
  unattributed,
} from '../../harness/report/sample-attribution.ts';
import { plainNames, sampleRecording, sampleRun } from '../../harness/report/sample-run.ts';
import { describeFindings } from './describe-findings.ts';
import { mergeRuns, type Part } from './merge-runs.ts';

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
  recording: compared('sample').recording,
  run: { ...sampleRun(plainNames), attribution: [sampleAttribution], claims: [...sampleClaims] },
};
const whole = { isWhole: true };

test('several runs become one, in their order', () => {
  const { run, recording } = mergeRuns([compared('a'), compared('b'), attributed], whole);
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
  assert.ok(
    mergeRuns([compared('a'), { ...attributed, run: { ...attributed.run, partial: true } }], whole)
      .run.partial,
  );
});

test('a part that was not measured makes the whole partial', () => {
  assert.ok(mergeRuns([compared('a')], { isWhole: false }).run.partial);
});

test('where parts are of several commits, it is said which', () => {
  const at = (commit: string, { run, recording }: Part): Part => ({
    run: { ...run, environment: { ...run.environment, commit } },
    recording,
  });
  const [early, late] = ['1234567890', 'abcdefabcdef'] as const;
  const same = mergeRuns([at(early, compared('a')), at(early, attributed)], whole);
  const [ofWholes = ''] = same.run.warnings;
  assert.match(ofWholes, /a comparison of all fixes of its own/);
  assert.equal(same.run.warnings, [ofWholes]);
  const several = mergeRuns([at(early, compared('a')), at(late, attributed)], whole);
  assert.equal(several.run.warnings, [
    'Measured at several commits: at 1234567 a; at abcdefa attribution (begun there) of pipeline.',
    ofWholes,
  ]);
});

test('each finding has its section: claims with verdicts, and where the fix matters', () => {
  const { run } = mergeRuns([compared('a'), attributed], whole);
  const page = describeFindings(run, fixes);
  assert.match(page, /^## 1\. One after another$/m);
  assert.match(page, /^## 9\. pool$/m);
  assert.not.match(page, /^## .*flag/m);
  assert.match(
    page,
    /“50-80% performance loss” \(agent processing\): \*\*confirmed\*\*: claimed 50 to 80 %, measured 60 % \[56, 64\]/,
  );
  assert.match(
    page,
    /On average, in `sample`: response time P95 0\.4 \[0\.364, 0\.44\] \(masked\)\./,
  );
  assert.not.match(page, /undefined|NaN/);
});

test('the headline stands first: each load, and the claims of all findings', () => {
  const { run } = mergeRuns([compared('a'), attributed], whole);
  const [opening = ''] = describeFindings(run, fixes).split('## 1.');
  assert.match(
    opening,
    /^\| a \| response time P50 \| 1\.84 s \| 1\.27 s \| 0\.69 \[0\.656, 0\.725\] \|$/m,
  );
  assert.match(opening, /^\| a \| response time P99 .* 86 values; 367 are needed \|$/m);
  const total = sampleClaims.find(({ finding }) => finding === null);
  if (!total) throw new Error('the sample has a claim of all findings');
  assert.ok(opening.includes(`“${total.quote}”`));
});

test('of a load that was not judged no figures are shown, but why', () => {
  const { run, recording } = compared('a');
  const scenarios = run.scenarios.map((each) => {
    const typical = each.metrics['response.p50'];
    if (!typical) throw new Error('the sample has response times');
    const unjudged = { ...typical, ratio: null, reason: '1 unit; 6 are needed' };
    return { ...each, metrics: { ...each.metrics, 'response.p50': unjudged } };
  });
  const { run: merged } = mergeRuns([{ run: { ...run, scenarios }, recording }, attributed], whole);
  const rows = describeFindings(merged, fixes).match(/^\| a \|.*$/gm);
  assert.equal(rows, ['| a | all | – | – | nothing is judged, see below: 1 unit; 6 are needed |']);
});

test('what was not attributed says why, and is not taken for nothing', () => {
  const { run } = mergeRuns(
    [compared('a'), { ...attributed, run: { ...attributed.run, attribution: [unattributed] } }],
    whole,
  );
  const page = describeFindings(run, fixes);
  assert.match(page, /In `sample` it was not attributed: sample\/design-3: a side died\./);
  assert.not.match(page, /told from chance/);
});

test('docs/findings.md is what is written from the reference', async () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const { config } = await loadConfigFile(root);
  const written = describeFindings(readRun(join(root, 'reports', 'reference')), config.fixes ?? {});
  assert.fixture(written, readFileSync(join(root, 'docs', 'findings.md'), 'utf8'));
});

test.run();
