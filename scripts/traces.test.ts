/** The bundled server as it is measured, its spans as the harness takes them. */
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { startServer } from '../harness/launch/server-process.ts';
import { openOtlpReceiver } from '../harness/profile/otlp-receiver.ts';
import { allOf, type TraceNode } from '../harness/profile/trace-tree.ts';
import { type TypicalTrace, typicalTrace } from '../harness/profile/typical-trace.ts';
import { type FakeModel, startFakeModel } from '../runtime/suites/fake-model.ts';
import { openTestDatabase, type TestDatabase } from '../runtime/suites/test-database.ts';
import { call, runOf, stepOf, testVariables, tokenOf } from '../runtime/suites/test-server.ts';
import { fixNames } from './mix.ts';

const test = suite('traces');

let database: TestDatabase;
let model: FakeModel;

test.before(async () => {
  database = await openTestDatabase();
  model = await startFakeModel(({ step, attempt }) =>
    step === 'left' && attempt === 0
      ? { kind: 'status', status: 429 }
      : { kind: 'text', text: 'done' },
  );
});

test.after(async () => {
  await model.close();
  await database.drop();
});

const tools = [{ name: 'search', latencyMs: 60, records: 1 }];
const steps = [
  stepOf('first'),
  stepOf('left', { dependsOn: ['first'], tools }),
  stepOf('right', { dependsOn: ['first'], tools }),
];

/** The trace of one run, taken once the server has ended by SIGTERM. */
async function traceOf(id: string, variables: Record<string, string>): Promise<TypicalTrace> {
  const receiver = await openOtlpReceiver();
  try {
    const server = await startServer({
      name: id,
      command: [process.execPath, fileURLToPath(new URL('./serve.js', import.meta.url))],
      cwd: process.cwd(),
      environment: {
        ...testVariables(database.url, model.url),
        ...receiver.environment,
        ...variables,
      },
      readyPath: null,
      cores: null,
      signal: new AbortController().signal,
    });
    const body = runOf(id, { steps });
    const { status } = await call(server.port, tokenOf('ann'), '/v1/runs', {
      method: 'POST',
      body,
    }).finally(server.stop);
    assert.is(status, 200);
    const trace = typicalTrace(receiver.takeSpans());
    assert.ok(trace, 'a complete trace');
    return trace;
  } finally {
    await receiver.close();
  }
}

const everythingFixed = Object.fromEntries(
  fixNames.map((name) => [`FIX_${name.toUpperCase().replaceAll('-', '_')}`, '1']),
);

const stepNamed = ({ root }: TypicalTrace, name: string): TraceNode => {
  const found = root.children.find(({ span }) => span.attributes['step.name'] === name);
  assert.ok(found, name);
  return found;
};

const named = (node: TraceNode, name: string): readonly TraceNode[] =>
  node.children.filter(({ span }) => span.name === name);

for (const [side, fixes] of [
  ['baseline', {}],
  ['optimized', everythingFixed],
] as const) {
  for (const protocol of ['http/json', 'http/protobuf']) {
    test(`${side} sends run, steps, calls and statements as a tree, over ${protocol}`, async () => {
      const id = `${side}-${protocol.slice(5)}`;
      const trace = await traceOf(id, { ...fixes, OTEL_EXPORTER_OTLP_PROTOCOL: protocol });
      const { root } = trace;
      assert.is(root.span.name, 'run');
      assert.is(root.class, 'other');
      assert.equal(root.span.attributes, { 'run.id': id });
      for (const { name } of steps) assert.is(stepNamed(trace, name).class, 'step');
      const left = stepNamed(trace, 'left');
      const [refused, answered] = named(left, 'model.call');
      assert.equal([refused?.span.failed, answered?.span.failed], [true, false]);
      assert.is(answered?.class, 'call');
      assert.is(named(left, 'tool.call')[0]?.class, 'call');
      const statements = [...allOf(root)].filter((node) => node.class === 'statement');
      const texts = statements.map(({ span }) => String(span.attributes['db.query.text']));
      // The row of the run is stored within the run, before its steps and again after them.
      assert.match(texts[0] ?? '', /^insert into runs/);
      assert.ok(texts.some((text) => text.includes('update runs')));
      assert.ok(trace.chain.length > 3);
      assert.is(trace.chain[0], root.span.spanId);
    });
  }
}

test('side by side is told from one after another', async () => {
  const atOnce = async (id: string, fixes: Record<string, string>) => {
    const trace = await traceOf(id, fixes);
    const [left, right] = [stepNamed(trace, 'left'), stepNamed(trace, 'right')];
    return left.span.endUs > right.span.startUs && right.span.endUs > left.span.startUs;
  };
  assert.is(await atOnce('apart', {}), false);
  assert.is(await atOnce('together', everythingFixed), true);
});

test.run();
