import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { renderReport } from './render-report.ts';
import { reproduceSection } from './reproduce-section.ts';
import { fullVolume, sampleReport } from './sample-report.ts';
import { plainNames, sampleRecording, sampleRun } from './sample-run.ts';
import { anchorOf } from './scenario-section.ts';

const test = suite('the sections of the page');

const { run, recording } = sampleReport({ ...fullVolume, arms: 1, scenarios: 2 });
const page = renderReport(run, recording)['index.html'];

test('come in their order, and the navigation leads to all of them', () => {
  const order = [
    ...['verdict', 'limits', 'attribution', 'claims', 'overview'],
    ...['scenario-scenario-1', 'scenario-scenario-2'],
    ...['environment', 'reproduce', 'raw', 'metrics'],
  ];
  const sections = [...page.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(sections, order);
  const nav = page.slice(page.indexOf('<nav'), page.indexOf('</nav>'));
  const links = [...nav.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  assert.equal(links, order);
});

test('no two scenarios share an anchor', () => {
  const names = ['a b', 'a-b', 'a_b', 'a_20_b', 'ä', 'Ä', '😀'];
  assert.is(new Set(names.map(anchorOf)).size, names.length);
  assert.is(anchorOf('pipeline-busy'), 'scenario-pipeline-busy');
});

const reproduced = (change: Partial<typeof run>) => {
  const plain = sampleRun(plainNames);
  const changed = { ...plain, ...change };
  const text = renderReport(changed, sampleRecording(changed))['index.html'];
  return text.slice(text.indexOf('id="reproduce"'), text.indexOf('id="raw"'));
};

test('the command to reproduce it has the seed, and the commit where it is known', () => {
  assert.match(reproduced({}), /<code>tandem compare pipeline --seed 1<\/code>/);
  const command = 'tandem compare pipeline --seed other';
  const environment = { ...run.environment, commit: 'abc123', dirty: true };
  const text = reproduced({ command, environment });
  assert.match(
    text,
    /<code>git checkout abc123 {2}# and install and build it\ntandem compare pipeline --seed other<\/code>/,
  );
  assert.match(text, /changes that were not committed/);
});

test('what differs between the sides is marked, what does not is not', () => {
  const text = reproduced({});
  for (const value of ['optimized', 'node b.js', 'retry']) {
    assert.ok(text.includes(`<mark><code>${value}</code></mark>`), value);
  }
  assert.match(text, /commit<td><code>unknown<\/code><td><code>unknown<\/code>/);
});

test('the configuration names what was left to defaults, too', () => {
  assert.match(
    reproduced({}),
    /2 a second in arms of 2,000 ms, the first 0 ms not counted; A B or B A/,
  );
  assert.match(reproduced({}), /7 units in 2 launches<td>timeScale 0\.05/);
});

test('the noise of each scenario stands beside what may have made it', () => {
  const text = page.slice(page.indexOf('id="environment"'), page.indexOf('id="reproduce"'));
  assert.match(text, /scenario-1<td>1\.4 %<td>–<td>–<td>1 ms<td>20 %<td>2 of 2/);
});

test('how to reproduce gives the seed to commands of tandem that have none, and to nothing else', () => {
  const commands: readonly (readonly [string, string])[] = [
    ['tandem compare', 'tandem compare --seed 1'],
    ['tandem compare --seed 7', 'tandem compare --seed 7'],
    ['node dist/scripts/reference.js', 'node dist/scripts/reference.js'],
  ];
  for (const [command, shown] of commands) {
    const run = { ...sampleRun(plainNames), command, seed: '1' };
    const { markup } = reproduceSection(run, sampleRecording(run).header);
    assert.ok(markup.includes(`${shown}</code></pre>`), markup.slice(0, 300));
  }
});

test.run();
