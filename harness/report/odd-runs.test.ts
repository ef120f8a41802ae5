import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ArmResult } from '../record/arm-result.ts';
import type { Recording } from '../record/recording.ts';
import type { Run, RunScenario } from '../record/run.ts';
import { fitLines } from './fit-lines.ts';
import { renderReport } from './render-report.ts';
import { fullVolume, sampleReport } from './sample-report.ts';
import { plainNames, sampleEnvironment, sampleRecording, sampleRun } from './sample-run.ts';
import { renderTable } from './terminal-table.ts';

const test = suite('runs out of the ordinary');

const { run, recording } = sampleReport({ ...fullVolume, arms: 2, scenarios: 1 });

const withArms = (change: (arm: ArmResult, index: number) => ArmResult): Recording => {
  let index = -1;
  const events = recording.events.map((event) => {
    if (event.kind !== 'arm') return event;
    index += 1;
    return { ...event, arm: change(event.arm, index) };
  });
  return { ...recording, events };
};

const eachOperation = (arm: ArmResult, responseUs: number): ArmResult => {
  const operations = arm.load.operations.map((operation) => ({ ...operation, responseUs }));
  return { ...arm, load: { ...arm.load, operations } };
};

const withScenarios = (of: Run, change: (scenario: RunScenario) => RunScenario): Run => ({
  ...of,
  scenarios: of.scenarios.map(change),
});

test('an invalid arm is in no picture', () => {
  const slowest = withArms((arm, index) => (index === 0 ? eachOperation(arm, 77_777_000) : arm));
  const invalid = withArms((arm, index) => {
    if (index !== 0) return arm;
    return { ...eachOperation(arm, 77_777_000), validity: { state: 'invalid', reasons: ['late'] } };
  });
  const drawn = (of: Recording) => renderReport(run, of)['index.html'].includes('77,777');
  assert.equal([drawn(slowest), drawn(invalid)], [true, false]);
});

test('of sides that were measured apart no ratio is drawn over the percentiles', () => {
  const source = {
    format: 'k6' as const,
    file: 'a.json',
    id: null,
    startedAt: null,
    environment: null,
  };
  const diff = { baseline: source, candidate: source, commonBaseline: null };
  const pages = [run, { ...run, diff }].map((each) => renderReport(each, recording));
  const says = (text: string) => pages.map((report) => report['index.html'].includes(text));
  assert.equal(says('divided by baseline at each percentile'), [true, false]);
  assert.equal(says('arms that did the same work begin together'), [true, false]);
  assert.match(pages[0]?.['summary.md'] ?? '', /\nNode .* cores/);
  assert.not.match(pages[1]?.['summary.md'] ?? '', /\nNode .* cores/);
});

for (const responseUs of [Number.POSITIVE_INFINITY, Number.NaN, -1, 2 ** 60]) {
  test(`operations that took ${responseUs} µs lose no report`, () => {
    const report = renderReport(
      run,
      withArms((arm) => eachOperation(arm, responseUs)),
    );
    assert.match(report['index.html'], /<\/html>/);
    assert.is(Object.keys(report).filter((path) => path.startsWith('hdr/')).length, 0);
  });
}

test('nothing that is not judged is put into words of a gain', () => {
  const quick = withScenarios({ ...run, quick: true }, (scenario) => {
    const metric = scenario.metrics[scenario.metricOfInterest];
    if (!metric) throw new Error('the sample has its metric of interest');
    const ratio = { value: 0.5, lo: 0.5, hi: 0.5, confidence: 0 };
    const unproven = { ...metric, ratio, verdict: 'not judged' as const };
    return { ...scenario, metrics: { [scenario.metricOfInterest]: unproven } };
  });
  const { 'index.html': page } = renderReport(quick, recording);
  assert.not.match(page, /times less/);
  assert.match(page, /ratio 0\.5: not judged\./);
  assert.match(page, /Without intervals: /);
});

test('hostile names of an invalid scenario and of the machine stay text', () => {
  const evil = 'a\n\n# Head <img src=x> @octocat \u001b[31m';
  const plain = sampleRun({ ...plainNames, scenario: evil });
  const environment = { ...sampleEnvironment, node: evil, database: evil };
  const validity = { state: 'invalid' as const, reasons: [evil] };
  const hostile = withScenarios({ ...plain, environment, warnings: [evil] }, (scenario) => ({
    ...scenario,
    validity,
  }));
  const summary = renderReport(hostile, sampleRecording(hostile))['summary.md'];
  assert.not.match(summary, /^# Head/m);
  assert.not.match(summary, /[^\\]<img/);
  assert.not.match(summary, /@octocat/);
  assert.not.ok(renderTable(hostile, { colors: false }).includes('\u001b'));
});

test('where a text is cut, no fold is left open', () => {
  const fold = `<details>\n${'x\n'.repeat(50)}</details>\n`;
  const cut = fitLines(`first\n${fold}${fold}`, 150, 'rest\n');
  assert.is(cut, `first\n${fold}rest\n`);
  assert.is(fitLines('a\nb\nc\n', 5, 'r\n'), 'a\nr\n');
});

test('the comparison comes before what else a comment may hold', () => {
  const { 'summary.md': summary } = renderReport(run, recording);
  assert.ok(summary.indexOf('| scenario | metric') < summary.indexOf('| fix | finding'));
});

test.run();
