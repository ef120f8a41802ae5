import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { AttributedFix, Attribution } from '../record/attribution.ts';
import { runSchema } from '../record/run.ts';
import {
  attributionLines,
  attributionMarkdown,
  attributionSection,
} from './attribution-section.ts';
import {
  attributionSentence,
  classWords,
  fixFigure,
  interactionSentence,
} from './attribution-words.ts';
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
  assert.match(markup, /leaves 0\.7 times what it leaves with the other off \(worth less together/);
  assert.match(
    attributionSection(run).markup,
    /leaves 0\.7 times what it leaves with the other off \(worth more together/,
  );
  assert.match(markup, /Most by cache &lt;b&gt; \(1\.1/);
  assert.ok(markup.indexOf('>cache &lt;b&gt;<') < markup.indexOf('>pipeline (1)<'));
});

/** The first stage, not cross-checked. */
const firstStage: Attribution = {
  ...sampleAttribution,
  stage: 'first',
  fixes: sampleAttribution.fixes.map((fix) => ({
    ...fix,
    alone: null,
    without: null,
    class: 'not classed',
  })),
};

const textsOf = (of: Attribution): readonly string[] => {
  const told = { ...run, attribution: [of] };
  return [
    attributionSection(told).markup,
    attributionLines(told).join('\n'),
    attributionMarkdown(told).join('\n'),
  ];
};

test('the first stage alone never says that a fix makes things worse', () => {
  for (const text of textsOf(firstStage)) {
    assert.not.match(text, /harmful|proven loss/);
    assert.match(text, /above 1, not confirmed/);
  }
  for (const text of textsOf(sampleAttribution)) assert.match(text, /harmful/);
});

test('what seems to make things worse is told from what is proven to', () => {
  const [worse] = firstStage.fixes.filter(({ ratio }) => ratio.lo > 1);
  assert.ok(worse);
  const harmful: AttributedFix = { ...worse, class: 'harmful' };
  assert.is(fixFigure(harmful, firstStage), '1.1 [1.08, 1.12] (harmful)');
  for (const seeming of ['not classed', 'masked', 'no effect found'] as const) {
    const fix = { ...worse, class: seeming };
    assert.is(fixFigure(fix, firstStage), '1.1 [1.08, 1.12] (above 1, not confirmed)');
  }
  const gain = { ...worse, ratio: { value: 0.9, lo: 0.88, hi: 0.92 } };
  assert.is(fixFigure(gain, firstStage), '0.9 [0.88, 0.92]');
  const more: Attribution = { ...firstStage, metric: 'throughput' };
  assert.is(classWords(gain, more), 'below 1, not confirmed');
});

test('where the second stage can not be used, it is said why', () => {
  const lacking = { ...firstStage, reason: 'pipeline/path-3-7: a side died' };
  const [page = ''] = textsOf(lacking);
  assert.match(page, /the second stage cannot be used \(pipeline\/path-3-7: a side died\)/);
  assert.not.match(page, /--thorough makes/);
});

test('a pair that was confirmed says what squares say, another that they say nothing', () => {
  const pair = { estimate: 0.7, flagged: true, fixes: ['a', 'b'] as [string, string] };
  const aliased = { ...pair, aliases: [['c', 'd'] as [string, string]], confirmed: null };
  assert.match(
    interactionSentence(aliased, firstStage),
    /from c and d, and no squares of mixes do/,
  );
  const confirmed = { ...aliased, confirmed: { value: 0.8, lo: 0.7, hi: 0.9 } };
  assert.match(interactionSentence(confirmed, sampleAttribution), /say 0\.8 \[0\.7, 0\.9\]\.$/);
  const open = { ...aliased, confirmed: { value: 0.8, lo: 0.7, hi: 1.004 } };
  assert.match(
    interactionSentence(open, sampleAttribution),
    /say 0\.8 \[0\.7, 1\.004\], which may be chance, or of c and d\.$/,
  );
});

test('several loads stand side by side by the first metric, a single one does not', () => {
  assert.not.match(attributionSection(run).markup, /Where in the load range/);
  const [fix] = sampleAttribution.fixes;
  const other = {
    ...sampleAttribution,
    scenario: 'half',
    fixes: fix ? [{ ...fix, proven: false, ratio: { value: 0.7, lo: 0.6, hi: 0.8 } }] : [],
  };
  const otherMetric = { ...other, scenario: 'third', metric: 'response.p50' as const };
  const loads = { ...run, attribution: [sampleAttribution, unattributed, other, otherMetric] };
  const { markup } = attributionSection(loads);
  const [, table = ''] = markup.split('Where in the load range each fix matters');
  assert.match(table, /<th scope="col">sample<\/th><th scope="col">half<\/th><\/tr>/);
  assert.match(
    table,
    /<td>0\.4 \[0\.364, 0\.44\]<\/td><td>0\.7 \[0\.6, 0\.8\], below the resolution</,
  );
  assert.match(table, />pool<\/th><td>[^<]*<\/td><td>–</);
});

test('a fix that is not told from chance among all is below the resolution', () => {
  const fixes = sampleAttribution.fixes.map((fix) => ({ ...fix, proven: fix.fix !== 'pool' }));
  const [page = ''] = textsOf({ ...sampleAttribution, fixes });
  assert.match(page, /Below the resolution of this experiment: pool\./);
  assert.match(page, /works alone, below the resolution/);
});

test('says whether the parts agree with the whole', () => {
  assert.match(attributionSentence(sampleAttribution), /\(they agree within their intervals\)/);
  const apart = { ...sampleAttribution, sum: { value: 0.4, lo: 0.35, hi: 0.45 } };
  assert.match(attributionSentence(apart), /they do not agree: 0\.5 times as much is left/);
  assert.not.match(attributionSentence({ ...apart, total: null }), /agree/);
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
