import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runSchema } from '../record/run.ts';
import {
  attributionLines,
  attributionMarkdown,
  attributionSection,
} from './attribution-section.ts';
import { claimsMarkdown, claimsSection } from './claims-section.ts';
import { sampleAttribution, sampleClaims, unattributed } from './sample-attribution.ts';
import { plainNames, sampleRun } from './sample-run.ts';

const test = suite('attribution in the report');

const plain = sampleRun(plainNames);
const run = {
  ...plain,
  attribution: [sampleAttribution, unattributed],
  claims: [...sampleClaims],
};

test('fits the schema of run.json', () => {
  assert.equal(runSchema.safeParse(run).error, undefined);
});

test('the section names each fix, the largest gain first, and escapes it', () => {
  const { markup } = attributionSection(run);
  const order = ['pipeline (1)', 'pool (9)', 'logs (6)', 'cache &lt;b&gt;'].map((name) =>
    markup.indexOf(`>${name}<`),
  );
  assert.not(order.includes(-1), JSON.stringify(order));
  assert.equal(
    order,
    [...order].sort((a, b) => a - b),
  );
  assert.not.match(markup, /NaN|undefined|<b>/);
});

test('says what may be nothing, and what was not attributed', () => {
  const { markup } = attributionSection(run);
  assert.match(markup, /Below the resolution of this experiment: logs\./);
  assert.match(markup, /not attributed, sample\/design-3: a side died/);
});

test('the terminal has a line a fix', () => {
  const lines = attributionLines(run);
  assert.ok(
    lines.some((line) => /pipeline +0\.4 \[0\.364, 0\.44\] .*masked/.test(line)),
    lines.join('\n'),
  );
  assert.match(lines.join('\n'), /squares of mixes say 0\.72/);
});

test('where more is better, what is above 1 is the gain', () => {
  const more = { ...run, attribution: [{ ...sampleAttribution, metric: 'throughput' as const }] };
  const { markup } = attributionSection(more);
  assert.match(markup, /Most by cache &lt;b&gt; \(1\.1/);
  assert.ok(markup.indexOf('>cache &lt;b&gt;<') < markup.indexOf('>pipeline (1)<'));
});

test('nothing is said where nothing was attributed', () => {
  assert.is(attributionSection(plain).markup, '');
  assert.is(claimsSection(plain).markup, '');
  assert.equal([...attributionLines(plain), ...claimsMarkdown(plain)], []);
});

test('each claim has its row, with its verdict in words', () => {
  const { markup } = claimsSection(run);
  assert.match(
    markup,
    /Of 4 claims: 1 confirmed, 1 less than claimed, 1 not measured, 1 not measurable/,
  );
  assert.match(markup, /✓ confirmed/);
  assert.is(claimsMarkdown(run).filter((line) => line.startsWith('| 1 |')).length, 3);
  assert.ok(attributionMarkdown(run).some((line) => line.startsWith('| pipeline | 1 |')));
});

test.run();
