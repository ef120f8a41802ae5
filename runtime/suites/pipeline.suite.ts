import { setImmediate } from 'node:timers/promises';
import * as fc from 'fast-check';
import { suite, type Test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RunPipeline, StepOutcome } from '../concerns.ts';
import type { StepRequest } from '../run-request.ts';

/** A step that needs the named ones. */
export function step(name: string, ...dependsOn: readonly string[]): StepRequest {
  return { name, dependsOn, prompt: '', tools: [] };
}

interface DrawnStep {
  readonly step: StepRequest;
  readonly outcome: 'completed' | 'failed';
  /** Turns of the event loop that it takes. */
  readonly turns: number;
}

/** Up to 12 steps that need earlier ones, in any order of the request, with their outcomes. */
const arbitrarySteps: fc.Arbitrary<DrawnStep[]> = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat(11), { maxLength: 3 }),
      outcome: fc.constantFrom('completed' as const, 'completed' as const, 'failed' as const),
      turns: fc.nat(4),
    }),
    { maxLength: 12 },
  )
  .map((drawn) =>
    drawn.map(({ needs, ...rest }, index) => {
      const dependsOn = needs.filter((need) => need < index).map((need) => `s${need}`);
      return { step: step(`s${index}`, ...dependsOn), ...rest };
    }),
  )
  .chain((steps) => fc.shuffledSubarray(steps, { minLength: steps.length }));

/** What must come of the steps, by the definition and not in any order of execution. */
function expectedOutcomes(steps: readonly DrawnStep[]): Map<string, StepOutcome> {
  const byName = new Map(steps.map((drawn) => [drawn.step.name, drawn]));
  const outcomeOf = (name: string): StepOutcome => {
    const drawn = byName.get(name);
    const met = drawn?.step.dependsOn.every((need) => outcomeOf(need) === 'completed');
    return drawn && met ? drawn.outcome : 'skipped';
  };
  return new Map(steps.map(({ step: { name } }) => [name, outcomeOf(name)]));
}

interface Recorded {
  readonly outcomes: ReadonlyMap<string, StepOutcome>;
  /** Names in the order in which steps were executed or skipped. */
  readonly begun: readonly string[];
  readonly mostAtOnce: number;
}

/** Runs drawn steps; fails when one begins before a step that it needs has ended. */
export async function runDrawn(
  runPipeline: RunPipeline,
  drawn: readonly DrawnStep[],
): Promise<Recorded> {
  const byName = new Map(drawn.map((each) => [each.step.name, each]));
  const begun: string[] = [];
  const ended = new Set<string>();
  let mostAtOnce = 0;
  const go = async ({ name, dependsOn }: StepRequest): Promise<void> => {
    for (const need of dependsOn) assert.ok(ended.has(need), `${name} began before ${need} ended`);
    begun.push(name);
    mostAtOnce = Math.max(mostAtOnce, begun.length - ended.size);
    for (let turn = byName.get(name)?.turns ?? 0; turn > 0; turn--) await setImmediate();
    ended.add(name);
  };
  const outcomes = await runPipeline(
    drawn.map((each) => each.step),
    {
      execute: async (request) => {
        await go(request);
        return byName.get(request.name)?.outcome ?? 'failed';
      },
      skip: go,
    },
  );
  return { outcomes, begun, mostAtOnce };
}

/** Steps that all complete in one turn. */
export function completing(...steps: readonly StepRequest[]): DrawnStep[] {
  return steps.map((each) => ({ step: each, outcome: 'completed', turns: 1 }));
}

/** Holds for any drawn run; the caller says what must. */
export async function forAnySteps(
  runPipeline: RunPipeline,
  check: (recorded: Recorded, drawn: readonly DrawnStep[]) => void,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(arbitrarySteps, async (drawn) => {
      check(await runDrawn(runPipeline, drawn), drawn);
    }),
  );
}

/** What both implementations of finding 1 must do; the caller runs it. */
export function pipelineSuite(name: string, runPipeline: RunPipeline): Test {
  const test = suite(name);
  outcomeTests(test, runPipeline);
  faultTests(test, runPipeline);
  return test;
}

async function never(): Promise<never> {
  throw new Error('nothing to do');
}

function outcomeTests(test: Test, runPipeline: RunPipeline): void {
  test('ends at once without steps', async () => {
    const outcomes = await runPipeline([], { execute: never, skip: never });
    assert.is(outcomes.size, 0);
  });

  test('begins every step once, after those it needs, and ends it as defined', async () => {
    await forAnySteps(runPipeline, ({ outcomes, begun }, drawn) => {
      const names = drawn.map((each) => each.step.name);
      assert.equal([...begun].sort(), names.sort());
      assert.equal(new Map(outcomes), expectedOutcomes(drawn));
    });
  });

  test('skips all that follows a failed step, and nothing else', async () => {
    const drawn = completing(step('c', 'b'), step('b', 'a'), step('a'), step('d'));
    const failing = drawn.map((each) =>
      each.step.name === 'a' ? { ...each, outcome: 'failed' as const } : each,
    );
    const { outcomes } = await runDrawn(runPipeline, failing);
    assert.equal(Object.fromEntries(outcomes), {
      ...{ a: 'failed', b: 'skipped', c: 'skipped', d: 'completed' },
    });
  });

  test('takes a dependency that is named twice as one', async () => {
    const { begun } = await runDrawn(runPipeline, completing(step('b', 'a', 'a'), step('a')));
    assert.equal(begun, ['a', 'b']);
  });
}

function faultTests(test: Test, runPipeline: RunPipeline): void {
  for (const [what, steps, stuck] of [
    ['a cycle', [step('a'), step('b', 'a', 'c'), step('c', 'b')], 'b, c'],
    ['a step that needs itself', [step('a', 'a')], 'a'],
    ['a step that needs an unknown one', [step('a'), step('b', 'z')], 'b'],
  ] as const) {
    test(`rejects ${what}, named, instead of waiting for ever`, async () => {
      const message = await runDrawn(runPipeline, completing(...steps)).catch(String);
      assert.is(message, `Error: steps that can never start: ${stuck}`);
    });
  }

  test('rejects with the fault of a step, and begins nothing after it', async () => {
    const fault = new Error('a defect');
    const begun: string[] = [];
    const work = {
      execute: async (request: StepRequest): Promise<StepOutcome> => {
        begun.push(request.name);
        await setImmediate();
        throw fault;
      },
      skip: never,
    };
    const steps = [step('a'), step('b', 'a'), step('c', 'b')];
    assert.is(await runPipeline(steps, work).catch((error: unknown) => error), fault);
    await setImmediate();
    assert.equal(begun, ['a']);
  });
}
