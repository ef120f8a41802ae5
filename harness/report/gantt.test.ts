import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { madeUpRun, madeUpTrace } from '../profile/made-up-trace.ts';
import { type TypicalTrace, typicalTrace } from '../profile/typical-trace.ts';
import { fitLabel, labelPx } from './fit-label.ts';
import { type GanttSide, gantt } from './gantt.ts';

const test = suite('gantt');

function run(steps: number, lanes: number): TypicalTrace {
  const trace = typicalTrace(madeUpRun(`run of ${lanes}`, steps, lanes));
  assert.ok(trace);
  return trace;
}

const draw = (baseline: GanttSide | null, candidate: GanttSide | null) =>
  gantt('one run', { baseline, candidate }).markup;

const count = (text: string, part: string) => text.split(part).length - 1;

test('the caption says how the work was spread, how long it took and what was planned', () => {
  const text = draw({ trace: run(7, 1) }, { trace: run(7, 4), plannedPathMs: 150 });
  const caption =
    'baseline: 7 steps one after another, 700 ms (the only run); candidate: 7 steps, up to 4 at ' +
    'once (two or more for 99 % of the time), 200 ms where 150 ms were planned (the only run).';
  assert.ok(text.includes(`<desc>${caption}</desc>`), text);
  assert.ok(text.includes(`<figcaption>${caption}`));
});

test('both sides have one scale, and each its planned path', () => {
  const text = draw(
    { trace: run(8, 1), plannedPathMs: 400 },
    { trace: run(8, 4), plannedPathMs: 400 },
  );
  const lines = [...text.matchAll(/<line x1="([\d.]+)"[^>]*stroke-dasharray="5 3"/g)];
  // Half of the longer run is the middle of the picture, on both sides.
  assert.equal(
    lines.map(([, x]) => Number(x)),
    [495, 495],
  );
});

test('each span has a row while rows suffice; siblings too short for one share it', () => {
  const text = draw({ trace: run(3, 1) }, null);
  for (const label of ['step part 1', 'step part 2', 'step part 3']) {
    assert.is(count(text, `>${label}</text>`), 1);
  }
  assert.is(count(text, '>model.call</text>'), 3);
  assert.is(count(text, '>db.statement × 4</text>'), 3);
});

test('short steps keep their rows, short calls of one name share one', () => {
  const piece = (name: string, fromMs: number) => ({ name, fromMs, toMs: fromMs + 5 });
  const calls = [1, 2, 3].map((id) => ({
    ...piece('GET', 20 * id),
    ...{ kind: 'client' as const, attributes: { 'url.path': `/${id}` } },
  }));
  const steps = ['a', 'b'].map((name, index) => ({
    ...piece('step', 200 * index),
    attributes: { 'step.name': name },
  }));
  const trace = typicalTrace(
    madeUpTrace('t', { name: 'run', fromMs: 0, toMs: 1000, children: [...steps, ...calls] }),
  );
  assert.ok(trace);
  const text = draw({ trace }, null);
  for (const label of ['step a', 'step b', 'GET × 3']) {
    assert.is(count(text, `>${label}</text>`), 1);
  }
});

test('spans without a row are drawn inside that of their step', () => {
  const text = draw({ trace: run(20, 1) }, null);
  // Each is named when pointed at, beside its bar and in the values.
  assert.is(count(text, '>step part'), 20 * 3);
  assert.is(count(text, 'model.call'), 0);
  assert.is(count(text, 'class="s-call"'), 20 + 1);
});

test('of hundreds of rows some are drawn, and the rest is counted', () => {
  const text = draw({ trace: run(300, 150) }, null);
  assert.is(count(text, '<g><title>'), 24);
  assert.match(text, /and 277 more rows/);
});

test('a side without a trace is left out; without any there is no picture', () => {
  assert.not.match(draw(null, { trace: run(2, 1) }), /baseline/);
  assert.is(draw(null, null), '');
});

test('what begins after the end of the run is not drawn', () => {
  const straggler = { name: 'straggler', fromMs: 200, toMs: 300 };
  const early = { name: 'early', fromMs: 0, toMs: 60 };
  const trace = typicalTrace(
    madeUpTrace('t', { name: 'run', fromMs: 0, toMs: 100, children: [early, straggler] }),
  );
  assert.ok(trace);
  const text = draw({ trace }, null);
  assert.match(text, /early/);
  assert.not.match(text, /straggler/);
});

test('names cannot break the markup, and are cut to the room there is', () => {
  const name = `<script>"${'W'.repeat(200)}`;
  const trace = typicalTrace(madeUpTrace('t', { name, fromMs: 0, toMs: 1 }));
  assert.ok(trace);
  const text = draw({ trace }, null);
  assert.not.match(text, /<script/);
  assert.match(text, /&lt;script&gt;&quot;W+…<\/text>/);
});

test('a label that was cut fits (property)', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.integer({ min: 20, max: 200 }),
      (text, px) => {
        const shown = fitLabel(text, px);
        assert.ok(labelPx(shown) <= px || shown === '…');
        assert.ok(shown === text || shown.endsWith('…'));
      },
    ),
  );
});

test.run();
