import { readFileSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Recording } from '../record/recording.ts';
import { type MeasuredMetric, type Run, runSchema, type SoakSide } from '../record/run.ts';
import { renderReport } from './render-report.ts';
import { plainNames, sampleRecording, sampleRun } from './sample-run.ts';
import { renderTable } from './terminal-table.ts';

const test = suite('renderReport');
const render = (names = plainNames) => {
  const run = sampleRun(names);
  return renderReport(run, sampleRecording(run));
};

/** Golden files lie beside the sources; run with UPDATE_GOLDEN=1 to write them anew, and read the change. */
function assertGolden(name: string, content: string): void {
  const file = new URL(`../../../harness/report/testdata/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN']) writeFileSync(file, content);
  assert.fixture(content, readFileSync(file, 'utf8'));
}

for (const name of ['index.html', 'summary.md', 'junit.xml'] as const) {
  test(`${name} is what it was, byte for byte`, () => {
    assertGolden(name, unpacked(render()[name]));
    assert.is(render()[name], render()[name]);
  });
}

/** Without what the page carries: it is packed otherwise by another version of Node. */
const unpacked = (page: string): string =>
  page.replace(/(<template id="raw">)[^<]*/, '$1(base64 of gzip)');

/** Without its script, which is the same on every page. */
const shownOf = (page: string): string => unpacked(page).replace(/<script>.*?<\/script>/s, '');

test('the terminal table is what it was', () => {
  assertGolden('terminal.txt', `${renderTable(sampleRun(plainNames), { colors: false })}\n`);
});

test('run.json is valid against its schema', () => {
  assert.ok(runSchema.safeParse(JSON.parse(render()['run.json'])).success);
});

test('a stored run gives the same page again, where the digits left out are what rounds a number up', () => {
  const run = runSchema.parse(sampleRun(plainNames));
  const p50 = run.scenarios[0]?.metrics['response.p50']?.baseline;
  assert.ok(p50);
  p50.value = 20.049999999;
  const recording = sampleRecording(run);
  const report = renderReport(run, recording);
  assert.match(report['index.html'], /20\.1 ms/);
  assert.equal(renderReport(runSchema.parse(JSON.parse(report['run.json'])), recording), report);
});

test('hostile names are shown as they are, never as markup', () => {
  const evil = '</script><script>alert(1)</script> "%\'& \u202e😀';
  const report = render({ scenario: evil, variant: evil, reason: evil, failure: evil });
  assert.is(report['index.html'].split(/<script/i).length, 2, 'its own');
  assert.not.match(shownOf(report['index.html']), /<script/i);
  assert.not.match(report['junit.xml'], /<script/i);
  assert.not.match(report['summary.md'], /(^|[^\\])<script/i);
});

test('whatever the names: balanced tags and no NaN, undefined or Infinity on the page', async () => {
  await fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (name) => {
      const names = {
        scenario: `x${name}`,
        variant: `y${name}`,
        reason: `z${name}`,
        failure: `f${name}`,
      };
      const { 'index.html': page, 'junit.xml': junit } = render(names);
      const bare = shownOf(page).replaceAll(/<title>.*?<\/title>/gs, '');
      for (const tag of ['table', 'section', 'svg', 'details', 'div']) {
        const opened = bare.split(new RegExp(`<${tag}[ >]`)).length;
        assert.is(opened, bare.split(`</${tag}>`).length, tag);
      }
      assert.is(junit.split('<testcase ').length, junit.split('</testcase>').length);
    }),
    { numRuns: 50 },
  );
});

const oddValues = [0, Number.NaN, Number.POSITIVE_INFINITY, -1, 1e-12, 1e12];
for (const value of oddValues) {
  test(`a metric of ${value} is drawn without NaN or Infinity`, () => {
    const run = sampleRun(plainNames);
    const metric = run.scenarios[0]?.metrics['response.p50'];
    if (!metric) throw new Error('the sample has response.p50');
    metric.ratio = { value, lo: value, hi: value, confidence: 0.95 };
    metric.baseline = { value, lo: value, hi: value, units: 1, operations: 1 };
    const { 'index.html': page } = renderReport(run, sampleRecording(run));
    assert.not.match(shownOf(page), /NaN|Infinity|undefined/);
  });
}

test('what failed is named wherever a person reads, and nothing is said where nothing did', () => {
  const words = 'Failed: candidate 1 × wrong answer: GET / answered 503.';
  const run = sampleRun(plainNames);
  const { 'index.html': page, 'summary.md': summary } = renderReport(run, sampleRecording(run));
  const table = renderTable(run, { colors: false });
  for (const text of [page, summary, table]) assert.is(text.split(words).length, 2);
  for (const scenario of run.scenarios) scenario.failures.candidate = [];
  const calm = renderReport(run, sampleRecording(run));
  const all = [calm['index.html'], calm['summary.md'], renderTable(run, { colors: false })];
  assert.not.match(all.join(), /Failed:/);
});

const soakSide = (verdict: SoakSide['verdict'], words: string): SoakSide => {
  const growth = { value: 977, lo: 960, hi: 990 };
  return {
    verdict,
    words,
    operations: 40,
    collections: 2,
    growth: { heap: growth, buffers: null, rss: growth },
  };
};

/** The sample run as a leak check whose candidate leaks. */
function soaked(): { run: Run; recording: Recording } {
  const run = sampleRun(plainNames);
  const soak = {
    seconds: 600,
    baseline: soakSide('no leak', 'no leak found: at most 3 KiB'),
    candidate: soakSide('leaks', 'leaks: 977 [960, 990] KiB'),
  };
  const recording = sampleRecording(run);
  const events = recording.events.map((event) => {
    if (event.kind !== 'arm' || !event.arm.server) return event;
    const collections = [500_000, 1_500_000].map((atUs) => ({
      atUs,
      heapBytes: 5e6 + atUs,
      bufferBytes: 2e6,
      rssBytes: 6e7,
    }));
    return { ...event, arm: { ...event.arm, server: { ...event.arm.server, collections } } };
  });
  return {
    run: { ...run, scenarios: run.scenarios.map((scenario) => ({ ...scenario, soak })) },
    recording: { ...recording, events },
  };
}

test('a leak check says its verdicts first, with growth and a picture of what was held', () => {
  const { run, recording } = soaked();
  const report = renderReport(run, recording);
  const said = 'Leak check. Baseline: no leak found: at most 3 KiB. Candidate: leaks: 977';
  const page = report['index.html'];
  for (const text of [page, renderTable(run, { colors: false })]) assert.ok(text.includes(said));
  assert.match(page, /<td class="f-slower">leaks: 977 \[960, 990\] KiB<td>977 <small>/);
  assert.match(page, /JavaScript heap in use: baseline from 5\.25 to 6\.2 MiB, candidate from/);
  assert.not.match(shownOf(page), /NaN|Infinity|undefined/);
  assert.ok(runSchema.safeParse(JSON.parse(report['run.json'])).success);
});

test('a leak check without any collection draws nothing', () => {
  const { run } = soaked();
  const page = renderReport(run, sampleRecording(run))['index.html'];
  assert.not.match(shownOf(page), /judged from here|NaN|Infinity|undefined/);
});

/** The sample run of a scenario that is not judged, with pictures of what its browser showed. */
function pictured(): { run: Run; recording: Recording } {
  const run = sampleRun(plainNames);
  const scenarios = run.scenarios.map((scenario) => ({
    ...scenario,
    findings: [4],
    unjudged: 'a browser takes part',
    metrics: { ...scenario.metrics, 'screen.delay.p50': { ...delay } },
  }));
  const recording = sampleRecording(run);
  const events = recording.events.map((event) => {
    if (event.kind !== 'arm') return event;
    const pictures = [{ title: 'two runs', pngBase64: `${event.arm.side}AAA=` }];
    return { ...event, arm: { ...event.arm, load: { ...event.arm.load, pictures } } };
  });
  return { run: { ...run, scenarios }, recording: { ...recording, events } };
}

const figure = (value: number) => ({ value, lo: value, hi: value, units: 1, operations: 80 });

const delay: MeasuredMetric = {
  unit: 'ms',
  better: 'lower',
  baseline: figure(30),
  candidate: figure(20),
  ratio: null,
  verdict: 'not judged',
  reason: 'a browser takes part',
};

test('pictures of both sides stand side by side, baseline first, each with its words', () => {
  const { run, recording } = pictured();
  const { 'index.html': page } = renderReport(run, recording);
  const sides = [...page.matchAll(/<img src="data:image\/png;base64,(\w+)=" alt="([^"]+)">/g)];
  assert.equal(
    sides.map(([, content, words]) => [content, words]),
    [
      ['baselineAAA', 'baseline: two runs'],
      ['candidateAAA', 'candidate: two runs'],
    ],
  );
  assert.match(page, /Nothing is judged here: a browser takes part/);
  assert.not.match(page, /<h3>Ratios/);
});

test('a picture of one side alone is not shown: it compares nothing', () => {
  const { run, recording } = pictured();
  const events = recording.events.filter(
    (event) => event.kind !== 'arm' || event.arm.side === 'baseline',
  );
  assert.not.match(renderReport(run, { ...recording, events })['index.html'], /<img/);
});

test('the terminal shows what a browser saw, and that it is not judged', () => {
  const table = renderTable(pictured().run, { colors: false });
  assert.match(table, /delay to the screen P50 +30 ms +20 ms +- +not judged: a browser takes part/);
});

test('a run without scenarios still gives every file', () => {
  const run = { ...sampleRun(plainNames), scenarios: [] };
  const report = renderReport(run, sampleRecording(run));
  assert.match(report['index.html'], /Nothing was measured/);
  assert.match(report['junit.xml'], /<testsuites/);
});

test.run();
