/** A made-up diagnosis as large as real ones, for the tests of this room; every figure is invented. */
import type { CallNode } from '../profile/call-tree.ts';
import type { Diagnosis, SideDiagnosis } from '../profile/diagnosis.ts';
import { madeUpRun } from '../profile/made-up-trace.ts';
import { typicalTrace } from '../profile/typical-trace.ts';

const rows = <T>(make: (index: number) => T): readonly T[] =>
  Array.from({ length: 30 }, (_, i) => make(i));

/** Callees take these shares of their caller. */
const shares = [0.55, 0.25, 0.12];
const smallestShare = 0.001;

function callNode(name: string, totalUs: number, wholeUs: number): CallNode {
  const children = shares
    .map((share, index) => ({ name: `${name.slice(0, 24)}${'abc'[index]}`, us: share * totalUs }))
    .filter(({ us }) => us > smallestShare * wholeUs)
    .map((child) => callNode(child.name, child.us, wholeUs));
  const selfUs = totalUs - children.reduce((sum, child) => sum + child.totalUs, 0);
  return { function: name, file: 'src/pipeline/run-steps.ts', selfUs, totalUs, children };
}

function sampleSide(variant: string, slow: number, steps: number): SideDiagnosis {
  const site = (line: number) => ({
    ...{ function: `handle${line}`, file: 'src/routes/handle-request.ts' },
    ...{ line, lines: [line] },
  });
  const typical = typicalTrace(madeUpRun('run', steps, slow > 1 ? 1 : 4));
  const numbers = Object.fromEntries(
    ['function calls', 'loop turns', 'JSON.stringify', 'SQL statements'].map((name, index) => [
      name,
      { perOperation: slow * (index + 1), exact: index % 2 === 0 },
    ]),
  );
  return {
    variant,
    cpu: {
      ...{ operations: 120, seconds: 20, tree: callNode('run', slow * 1e5, slow * 1e5) },
      functions: rows((index) => ({ ...site(index), selfUs: (slow * 9000) / (index + 1) })),
      stalls: { computing: { count: 12, ms: 900 * slow }, waiting: { count: 3, ms: 120 } },
      blockers: rows((index) => ({
        ...{ site: site(index + 1), kind: index % 2 === 0 ? 'computing' : 'waiting' },
        ...{ stalls: 30 - index, blockedMs: slow * (400 - index), longestMs: 60 },
      })),
    },
    heap: {
      operations: 120,
      allocations: rows((index) => ({ ...site(index), bytesPerOperation: 90_000 / (index + 1) })),
      growth: rows((index) => ({
        ...{ constructorName: `Object${index}`, objects: 40 - index, bytes: 4000 },
      })),
    },
    counts: { operations: 20, numbers, functions: [] },
    trace: typical && { typical, operation: null, plannedPathMs: 200, dropped: 0 },
    clinic: [],
  };
}

/** An operation of so many steps. */
export const sampleDiagnosis = (scenario: string, steps: number): Diagnosis => ({
  schema: 'tandem/diagnosis@1',
  scenario,
  title: 'Something happens.',
  sides: {
    baseline: sampleSide('baseline', 3, steps),
    candidate: sampleSide('optimized', 1, steps),
  },
});
