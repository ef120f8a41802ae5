import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Gate } from '../record/run.ts';
import { gateMarkdown, gateSection } from './gate-report.ts';
import { sampleRun } from './sample-run.ts';

const test = suite('gate report');

const gate: Gate = {
  state: 'unsure',
  reasons: [],
  level: 0.041,
  units: 52,
  controls: 8,
  relabelled: { gates: 200, failed: 9, meant: 0.05 },
  limits: [],
};

test('page and comment say how many controls there were and how often the gate fails by lot', () => {
  const page = gateSection({
    ...sampleRun({ scenario: 's', variant: 'v', reason: 'r', failure: 'f' }),
    gate,
  }).markup;
  const comment = gateMarkdown(gate).join('\n');
  for (const text of [page, comment]) {
    assert.match(text, /In 8 more units one server played both sides/);
    assert.match(
      text,
      /Of 200 gates .* 9 would have failed at equality \(4\.5 %; 5\.0 % may by then/,
    );
  }
});

test.run();
