import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { XmlDocument, XmlElement, XsdValidator } from 'libxml2-wasm';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Gate, Run } from '../record/run.ts';
import { renderJunit } from './junit.ts';
import { plainNames, sampleRun } from './sample-run.ts';

const test = suite('junit.xml');

/** libxml2 reads it; the schema has the rules of Jenkins' xUnit plugin. */
const file = new URL('../../../harness/report/testdata/junit.xsd', import.meta.url);
const schema = XmlDocument.fromBuffer(readFileSync(file));
const validator = XsdValidator.fromDoc(schema);
test.after(() => {
  validator.dispose();
  schema.dispose();
});

/** How many elements of each kind a valid file has; throws for any other. */
function counted(run: Run): Readonly<Record<string, number>> {
  const document = XmlDocument.fromString(renderJunit(run));
  try {
    validator.validate(document);
    const count = (name: string) => document.find(`//${name}`).length;
    const [first] = document.find('//testsuite');
    const attribute = (name: string) =>
      Number(first instanceof XmlElement ? first.attr(name)?.value : undefined);
    assert.is(attribute('tests'), count('testcase'));
    assert.is(attribute('failures'), count('failure'));
    assert.is(attribute('skipped'), count('skipped'));
    return { testcase: count('testcase'), failure: count('failure'), skipped: count('skipped') };
  } finally {
    document.dispose();
  }
}

test('a comparison is valid, with a case a metric', () => {
  assert.equal(counted(sampleRun(plainNames)), { testcase: 7, failure: 1, skipped: 2 });
});

const gate: Gate = {
  state: 'failed',
  reasons: [],
  level: 0.05,
  units: 40,
  controls: 4,
  relabelled: { gates: 100, failed: 5, meant: 0.05 },
  limits: (['kept', 'broken', 'unsure', 'not judged'] as const).map((state) => ({
    limit: 'response.p95.ratio<=1.05',
    metric: 'response.p95',
    state,
    measured: { value: 1.1, lo: 1.06, hi: 1.2 },
    pValue: 0.001,
  })),
};

test('a gate is valid, with a case a limit', () => {
  const run = { ...sampleRun(plainNames), gate };
  assert.equal(counted(run), { testcase: 4, failure: 1, skipped: 2 });
});

test('whatever the names, it is valid, and they are in it', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      const names = { scenario: name, variant: name, reason: name, failure: name };
      assert.is(counted(sampleRun(names))['testcase'], 7);
    }),
    { numRuns: 60 },
  ));

test.run();
