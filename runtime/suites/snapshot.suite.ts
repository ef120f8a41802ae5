import * as fc from 'fast-check';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import { mergeStepResult } from '../agent-state.ts';
import type { Snapshot } from '../concerns.ts';
import { arbitraryState, sampleResult, stateAfter } from './sample-state.ts';

/** What both implementations of finding 3 must do; the caller runs it. */
export function snapshotSuite(name: string, snapshot: Snapshot): Test {
  const test = suite(name);

  test('hands over an equal state', async () => {
    await fc.assert(
      fc.property(arbitraryState, (state) => {
        assert.equal(snapshot.handOver(state), state);
      }),
    );
  });

  test('serialises a state so that it can be read back', async () => {
    await fc.assert(
      fc.property(arbitraryState, (state) => {
        assert.equal(JSON.parse(snapshot.serialize(state)), state);
      }),
    );
  });

  test('gives equal states equal text, whoever holds them', async () => {
    await fc.assert(
      fc.property(arbitraryState, (state) => {
        const text = snapshot.serialize(state);
        assert.is(snapshot.serialize(structuredClone(state)), text);
        assert.is(snapshot.serialize(snapshot.handOver(state)), text);
        assert.is(snapshot.serialize(state), text);
      }),
    );
  });

  test('keeps what was handed over as it was while the run goes on', () => {
    const before = stateAfter(2, [sampleResult(0)]);
    const kept = snapshot.handOver(before);
    const text = snapshot.serialize(kept);
    const after = mergeStepResult(before, sampleResult(1));
    assert.equal(kept.completedSteps, ['step-0']);
    assert.is(snapshot.serialize(kept), text);
    assert.equal(JSON.parse(snapshot.serialize(after)).completedSteps, ['step-0', 'step-1']);
  });

  return test;
}
