import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { GateLimit } from '../../harness/record/run.ts';
import { equalVersions } from './describe-study.ts';
import type { Judged } from './judge-outcome.ts';
import type { PlantName } from './plants.ts';
import { whichBroke } from './which-broke.ts';

const test = suite('which limits broke');

function gate(plant: PlantName, state: 'passed' | 'failed' | 'invalid', p95: GateLimit['state']) {
  const limit = { limit: '', metric: 'response.p95', state: p95, measured: null, pValue: null };
  const settled = { launches: 4, gate: { state, reasons: [], limits: [limit] } };
  // Of an outcome only its plant is asked here.
  return {
    outcome: { plant },
    settled: { margin0: settled, margin5: settled },
  } as unknown as Judged;
}

const judged = [
  gate('slower-15', 'failed', 'broken'),
  gate('slower-15', 'failed', 'kept'),
  gate('none', 'passed', 'kept'),
  gate('none', 'invalid', 'broken'),
];

test('what broke in an invalid gate does not count', () => {
  const rows = whichBroke(judged)
    .split('\n')
    .filter((line) => line.startsWith('| none') || line.startsWith('| slower-15'));
  assert.is(rows.length, 4);
  assert.match(rows[0] ?? '', /^\| none \| – \| 0 of 1 \(0 to 98 %\) \|/);
  assert.match(rows[1] ?? '', /^\| slower-15 \| – \| 1 of 2 \(1 to 99 %\) \|/);
});

test('an invalid gate of equal versions is not green', () => {
  assert.match(
    equalVersions(judged),
    /0 of 1 valid ones failed.* Not green .*: 1 of 2 \(1 to 99 %\)/,
  );
});

test.run();
