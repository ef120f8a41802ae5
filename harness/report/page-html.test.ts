import { HtmlValidate } from 'html-validate';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { renderReport } from './render-report.ts';
import { fullVolume, sampleReport } from './sample-report.ts';
import { sampleRecording, sampleRun } from './sample-run.ts';

const test = suite('the HTML of the page');

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // Titles are the names of variants, however long.
    'long-title': 'off',
    // HTML ends cells and rows by itself.
    'no-implicit-close': 'off',
    // A scrolling part is no chapter: a group or region with a name says what it is.
    'prefer-native-element': ['error', { exclude: ['group', 'region'] }],
  },
});

async function faultsOf(html: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`),
  );
}

test('is valid, with everything that a page can have', async () => {
  const { run, recording } = sampleReport({ ...fullVolume, arms: 2, scenarios: 2 });
  const faults = await faultsOf(renderReport(run, recording)['index.html']);
  assert.equal(faults.slice(0, 20), []);
});

test('is valid with hostile names', async () => {
  const evil = '</script><!-- <script>alert(1)</script> "%\'& \u202eאב😀 ';
  const run = sampleRun({
    scenario: evil.repeat(6),
    variant: evil.repeat(6),
    reason: evil,
    failure: evil,
  });
  const faults = await faultsOf(renderReport(run, sampleRecording(run))['index.html']);
  assert.equal(faults.slice(0, 20), []);
});

test.run();
