import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { summarizeRun } from '../compare/summarize-run.ts';
import type { ArmResult } from '../record/arm-result.ts';
import type { MetricName } from '../record/metric.ts';
import type { Recording } from '../record/recording.ts';
import { type MeasuredMetric, type Run, runSchema } from '../record/run.ts';
import { renderReport } from '../report/render-report.ts';
import { plainNames, type SampleNames, sampleRecording, sampleRun } from '../report/sample-run.ts';
import { renderTable } from '../report/terminal-table.ts';
import { diffResults } from './diff-results.ts';
import type { StoredResult } from './stored-result.ts';

const test = suite('diff');

type Change = (run: Run) => void;

/** A stored run with its recording. */
function stored(id: string, change: Change = () => {}, names: SampleNames = plainNames) {
  const run = sampleRun(names);
  run.id = id;
  change(run);
  const { environment } = run;
  const source = { format: 'tandem', file: `reports/${id}`, id, environment } as const;
  const recording: Recording | null = sampleRecording(run);
  return { source: { ...source, startedAt: environment.startedAt }, run, recording };
}

const asked = { id: 'diff', command: 'tandem diff a b' };
const diff = (a: StoredResult, b: StoredResult) => diffResults(a, b, asked);

function metricOf(run: Run, name: MetricName): MeasuredMetric {
  const measured = run.scenarios[0]?.metrics[name];
  if (!measured) throw new Error(`${name} was measured`);
  return measured;
}

/** Sets the ratio of a metric. */
const withRatio =
  (name: MetricName, value: number, spread: number): Change =>
  (run) => {
    metricOf(run, name).ratio = {
      value,
      lo: value / Math.exp(spread),
      hi: value * Math.exp(spread),
      confidence: 0.95,
    };
  };

const near = (actual: number | undefined, expected: number): boolean =>
  actual !== undefined && Math.abs(Math.log(actual / expected)) < 1e-9;

test('each candidate is a side, and the values are those of the two runs', () => {
  const a = stored('one', (run) => {
    metricOf(run, 'response.p50').candidate = {
      value: 900,
      lo: 800,
      hi: 1000,
      units: 7,
      operations: 245,
    };
  });
  const { run } = diff(a, stored('two'));
  assert.is(metricOf(run, 'response.p50').baseline?.value, 900);
  assert.is(metricOf(run, 'response.p50').candidate?.value, 1270);
  assert.is(run.scenarios[0]?.load.baseline.completed, 3);
  assert.equal(
    run.variants.map(({ name }) => name),
    ['optimized of one', 'optimized of two'],
  );
  assert.equal(run.scenarios[0]?.failures.baseline[0]?.count, 1);
});

test('held against the same baseline, the ratio of the ratios is judged', () => {
  const a = stored('one', withRatio('response.p50', 0.8, 0.03));
  const b = stored('two', withRatio('response.p50', 0.6, 0.04));
  const { ratio, verdict, reason } = metricOf(diff(a, b).run, 'response.p50');
  assert.ok(near(ratio?.value, 0.75));
  assert.ok(near(ratio?.lo, 0.75 * Math.exp(-0.05)) && near(ratio?.hi, 0.75 * Math.exp(0.05)));
  assert.is(verdict, 'faster');
  assert.is(reason, 'ratios to the baseline: 0.8 in a, 0.6 in b');
  const back = metricOf(diff(b, a).run, 'response.p50');
  assert.is(back.verdict, 'slower');
  assert.ok(near(back.ratio?.value, 4 / 3));
  const wide = stored('three', withRatio('response.p50', 0.7, 0.4));
  const unsure = metricOf(diff(a, wide).run, 'response.p50');
  assert.is(unsure.verdict, 'unsure');
  assert.match(unsure.reason ?? '', /is excluded/);
  const narrow = [0.8, 0.801].map((value) => stored('n', withRatio('response.p50', value, 0.01)));
  const [first, second] = narrow;
  if (!first || !second) throw new Error('two were made');
  assert.is(metricOf(diff(first, second).run, 'response.p50').verdict, 'same');
});

test('what one of them could not judge is not judged, and says why', () => {
  const { run } = diff(stored('one'), stored('two'));
  const { ratio, verdict, reason } = metricOf(run, 'response.p99');
  assert.is(ratio, null);
  assert.is(verdict, 'not judged');
  assert.is(reason, 'no ratio to the baseline (86 values; 367 are needed)');
  const one = stored('three', (changed) => {
    const metric = metricOf(changed, 'response.p50');
    metric.ratio = null;
    metric.reason = '3 units; 6 are needed';
  });
  const other = metricOf(diff(one, stored('two')).run, 'response.p50');
  assert.is(other.reason, 'no ratio to the baseline (a: 3 units; 6 are needed)');
});

test('a ratio that may be 0 cannot be divided', () => {
  const zero = stored('one', (run) => {
    metricOf(run, 'response.p50').ratio = { value: 0.1, lo: 0, hi: 0.2, confidence: 0.95 };
  });
  const { ratio, verdict, reason } = metricOf(diff(zero, stored('two')).run, 'response.p50');
  assert.is(ratio, null);
  assert.is(verdict, 'not judged');
  assert.match(reason ?? '', /may be 0/);
});

const baseline = (run: Run) => {
  const [variant] = run.variants;
  if (!variant) throw new Error('there are two variants');
  return variant;
};
const scenario = (run: Run) => {
  const [first] = run.scenarios;
  if (!first) throw new Error('there is a scenario');
  return first;
};

const apart: readonly [string, Change, RegExp][] = [
  [
    'another command',
    (run) => Object.assign(baseline(run), { command: 'node c.js' }),
    /baseline \(node a\.js\) in a, baseline \(node c\.js\) in b/,
  ],
  [
    'another variant of the same command',
    (run) => Object.assign(baseline(run), { name: 'deep_copy' }),
    /baseline \(node a\.js\) in a, deep_copy \(node a\.js\) in b/,
  ],
  ['other fixes', (run) => Object.assign(baseline(run), { fixes: ['x'] }), /none in a, x in b/],
  [
    'a baseline of a checkout of its own',
    (run) => Object.assign(baseline(run), { commit: 'abc' }),
    /none in a, abc in b/,
  ],
  [
    'other parameters',
    (run) => Object.assign(scenario(run).parameters, { timeScale: 1 }),
    /timeScale: 0\.05 in a, 1 in b/,
  ],
  [
    'parameters that one lacks',
    (run) => Object.assign(scenario(run).parameters, { more: 1 }),
    /more: none in a, 1 in b/,
  ],
];
for (const [name, change, words] of apart) {
  test(`${name}: nothing is judged, and no ratio shown`, () => {
    const { run } = diff(stored('one'), stored('two', change));
    for (const { ratio, verdict, reason } of Object.values(scenario(run).metrics)) {
      assert.is(ratio, null);
      assert.is(verdict, 'not judged');
      assert.match(reason ?? '', words);
    }
    assert.match(renderTable(run, { colors: false }), /No verdict may be given/);
  });
}

test('another load, or one that is not known: not judged', () => {
  const b = stored('two');
  const scenarios = b.recording?.header.scenarios.map((each) => ({
    ...each,
    load: { kind: 'open', ratePerSecond: 3, armMs: 2000, cutMs: 0, unit: 'pair' } as const,
  }));
  if (!b.recording || !scenarios) throw new Error('it was recorded');
  const faster = {
    ...b,
    recording: { ...b.recording, header: { ...b.recording.header, scenarios } },
  };
  const { run } = diff(stored('one'), faster);
  assert.match(metricOf(run, 'response.p50').reason ?? '', /ratePerSecond: 2 in a, 3 in b/);
  assert.ok(run.warnings.some((warning) => /ratePerSecond: 2 in a, 3 in b/.test(warning)));
  const bare = diff({ ...stored('one'), recording: null }, b);
  assert.match(metricOf(bare.run, 'response.p50').reason ?? '', /the load of a is not known/);
  assert.equal(bare.recording.events, []);
});

const exactly =
  (value: number): Change =>
  (run) => {
    const figure = { value, lo: value, hi: value, units: 7, operations: 40 };
    scenario(run).metrics['db.statementsPerOperation'] = {
      unit: 'count',
      better: 'lower',
      baseline: figure,
      candidate: figure,
      ratio: null,
      verdict: 'not judged',
      reason: 'made up',
    };
    baseline(run).command = `node ${value}.js`;
  };

const counts: readonly [number, number, MeasuredMetric['verdict'], number | undefined][] = [
  [4, 2, 'faster', 0.5],
  [2, 4, 'slower', 2],
  [4, 4, 'same', 1],
  [0, 4, 'slower', undefined],
  [4, 0, 'faster', 0],
  [0, 0, 'not judged', undefined],
];
for (const [one, other, verdict, value] of counts) {
  test(`exact counts need no common baseline: ${one} and ${other} are ${verdict}`, () => {
    const { run } = diff(stored('one', exactly(one)), stored('two', exactly(other)));
    const measured = metricOf(run, 'db.statementsPerOperation');
    assert.is(measured.verdict, verdict);
    assert.is(measured.ratio?.value, value);
    runSchema.parse(run);
  });
}

test('a count that is not the same in every arm is none', () => {
  const varied = stored('one', (run) => {
    exactly(4)(run);
    const { candidate } = metricOf(run, 'db.statementsPerOperation');
    if (candidate) candidate.hi = 4.1;
  });
  const { run } = diff(varied, stored('two', exactly(2)));
  assert.is(metricOf(run, 'db.statementsPerOperation').verdict, 'not judged');
});

/** Two launches in which one operation after another was counted. */
function countedPass(result: ReturnType<typeof stored>, launches: readonly number[]): StoredResult {
  const { recording } = result;
  if (!recording) throw new Error('it was recorded');
  const launched = launches.map((statements, launch) => ({
    kind: 'launched' as const,
    scenario: plainNames.scenario,
    launch,
    sameWork: { compared: 0, different: 0, differences: [] },
    stalls: { baseline: null, candidate: null },
    warmUp: { ms: 0, steady: null },
    counts: { baseline: null, candidate: { 'db.statementsPerOperation': statements } },
  }));
  return { ...result, recording: { ...recording, events: [...recording.events, ...launched] } };
}

test('what the count pass found exact in both is compared, whatever the arms say', () => {
  const inArms = (run: Run) => {
    exactly(5)(run);
    const { candidate } = metricOf(run, 'db.statementsPerOperation');
    if (candidate) candidate.hi = 9;
  };
  const a = countedPass(stored('one', inArms), [3, 3]);
  const measured = metricOf(
    diff(a, countedPass(stored('two', inArms), [6, 6])).run,
    'db.statementsPerOperation',
  );
  assert.is(measured.ratio?.value, 2);
  assert.is(measured.baseline?.value, 3);
  assert.match(measured.reason ?? '', /one operation at a time/);
  const unlike = diff(a, countedPass(stored('two', inArms), [6, 7])).run;
  assert.match(metricOf(unlike, 'db.statementsPerOperation').reason ?? '', /no ratio/);
});

test('a run beside itself: every ratio is 1, nothing is better or worse, and it says what it is', () => {
  const { run } = diff(stored('one'), stored('one'));
  for (const { ratio, verdict } of Object.values(scenario(run).metrics)) {
    if (ratio) assert.ok(near(ratio.value, 1));
    assert.ok(verdict !== 'faster' && verdict !== 'slower');
  }
  assert.ok(run.warnings.some((warning) => /are the same run/.test(warning)));
});

test('first of all, page, summary and terminal say that it was not interleaved', () => {
  const { run, recording } = diff(stored('one'), stored('two'));
  const report = renderReport(run, recording);
  assert.match(renderTable(run, { colors: false }), /^Not interleaved: a \(optimized of one, /);
  assert.match(report['summary.md'], /^<!-- tandem -->\n### .*\n\n\*\*Not interleaved: a/);
  const page = report['index.html'];
  const said = page.indexOf('Not interleaved: a (optimized of one, reports/one');
  assert.ok(said > 0 && said < page.indexOf('<h2'), 'it stands before the first section');
  assert.match(page, /that leaves the machine out/);
  assert.match(page, /A ratio here is that of b to the common baseline/);
});

test('the charts are drawn of the arms of both, each on its own clock', () => {
  const late = stored('two');
  const { recording } = diff(stored('one'), late);
  const arms = recording.events.flatMap((event) => (event.kind === 'arm' ? [event.arm] : []));
  assert.equal(
    arms.map(({ side }) => side),
    ['baseline', 'candidate'],
  );
  const moved = arms.map(
    (arm): ArmResult => ({
      ...arm,
      side: 'candidate',
      load: { ...arm.load, startedUs: 9e9, endedUs: 9e9 + 2e6 },
    }),
  );
  const events = moved.map((arm) => ({ kind: 'arm' as const, arm }));
  const { recording: again } = diff(
    stored('one'),
    late.recording ? { ...late, recording: { ...late.recording, events } } : late,
  );
  for (const event of again.events) {
    if (event.kind === 'arm')
      assert.ok(event.arm.load.startedUs >= 0 && event.arm.load.startedUs < 1e9);
  }
  const page = renderReport(diff(stored('one'), late).run, recording)['index.html'];
  assert.match(page, /response time by percentile<\/title>/);
});

test('machines, scenarios of one, and what the runs warned of are said', () => {
  const a = stored('one', (run) => {
    run.scenarios.push({ ...scenario(run), name: 'other' });
    run.warnings.push('the first was warm');
  });
  const b = stored('two', (run) => {
    run.environment = { ...run.environment, node: 'v22.1.0', cpu: 'another' };
    run.partial = true;
  });
  const { warnings } = diff(a, b).run;
  for (const words of [
    'The Node differs: v20.20.2 in a, v22.1.0 in b.',
    'The CPU differs: a processor in a, another in b.',
    'other is in a only and left out.',
    'a: the first was warm',
    'b is partial: not everything that was planned was measured.',
  ]) {
    assert.ok(warnings.includes(words), `${words} is not among ${warnings.join('\n')}`);
  }
});

test('another commit of the baseline is a warning: its code may be the same', () => {
  const at = (commit: string) => (run: Run) => {
    run.environment = { ...run.environment, commit };
    for (const variant of run.variants) variant.commit = commit;
  };
  const { run } = diff(stored('one', at('abc')), stored('two', at('def')));
  assert.ok(
    run.warnings.some((warning) => /commit of the baseline differs \(abc in a/.test(warning)),
  );
  assert.is(metricOf(run, 'response.p50').ratio?.confidence, 0.95);
});

test('an invalid scenario judges nothing', () => {
  const b = stored('two', (run) => {
    scenario(run).validity = { state: 'invalid', reasons: ['late'] };
    for (const measured of Object.values(scenario(run).metrics)) {
      Object.assign(measured, { ratio: null, verdict: 'not judged', reason: 'invalid: late' });
    }
  });
  const { run } = diff(stored('one'), b);
  assert.equal(scenario(run).validity, { state: 'invalid', reasons: ['b: late'] });
  assert.match(metricOf(run, 'response.p50').reason ?? '', /b: invalid: late/);
});

test('without a scenario in common it is refused', () => {
  const b = stored('two', (run) => Object.assign(scenario(run), { name: 'other' }));
  assert.throws(
    () => diff(stored('one'), b),
    (error: { code: number; message: string }) =>
      error.code === 2 && /no scenario in common \(pipeline; other\)/.test(error.message),
  );
});

test('nobody can judge the recording of a diff as if it were of one run', () => {
  const { recording } = diff(stored('one'), stored('two'));
  assert.throws(
    () => summarizeRun(recording),
    (error: { code: number }) => error.code === 2,
  );
});

test('a leak check beside a leak check shows both candidates', () => {
  const side = { operations: 40, collections: 2, growth: { heap: null, buffers: null, rss: null } };
  const soaked = (words: string) => (run: Run) => {
    const baselineSide = { ...side, verdict: 'no leak' as const, words: 'of the baseline' };
    const candidate = { ...side, verdict: 'leaks' as const, words };
    scenario(run).soak = { seconds: 600, baseline: baselineSide, candidate };
  };
  const { run } = diff(stored('one', soaked('first')), stored('two', soaked('second')));
  assert.is(scenario(run).soak?.baseline.words, 'first');
  assert.is(scenario(run).soak?.candidate.words, 'second');
});

const names = fc.string({ unit: 'binary', maxLength: 80 });
const spread = fc.double({ min: 0, max: 2, noNaN: true });
const ratios = fc.double({ min: 0.001, max: 1000, noNaN: true });

test('whatever names and ratios: a valid run, nothing executed, and the inverse the other way round', () =>
  fc.assert(
    fc.property(names, names, ratios, ratios, spread, (one, other, first, second, wide) => {
      const hostile = '</script><script>alert(1)</script>';
      const named = { ...plainNames, variant: `${hostile}${one}`, reason: `${hostile}${other}` };
      const a = stored(one, withRatio('response.p50', first, wide), named);
      const b = stored(other, withRatio('response.p50', second, wide), named);
      const there = diff(a, b);
      runSchema.parse(JSON.parse(JSON.stringify(there.run)));
      const { ratio } = metricOf(there.run, 'response.p50');
      const back = metricOf(diff(b, a).run, 'response.p50').ratio;
      assert.ok(near((ratio?.value ?? 0) * (back?.value ?? 0), 1));
      assert.ok(near((ratio?.lo ?? 0) * (back?.hi ?? 0), 1));
      const report = renderReport(there.run, there.recording);
      assert.not.match(report['index.html'], /<script>alert/i);
      assert.not.match(report['junit.xml'], /<script/i);
    }),
    { numRuns: 40 },
  ));

test.run();
