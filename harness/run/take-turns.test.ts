import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { takeTurns } from './take-turns.ts';

const test = suite('take turns');

/** Asks 1, 2, 3, ... until it is told to stop. */
function* counting(): Generator<number, void, boolean> {
  for (let question = 1; yield question; question++);
}

async function play(lastOf: Record<'baseline' | 'candidate', number>, abortAt = 100) {
  const controller = new AbortController();
  const asked: string[] = [];
  const yielded: string[] = [];
  const turns = takeTurns(
    [
      ['baseline', counting()],
      ['candidate', counting()],
    ],
    controller.signal,
    async (side, question) => {
      const step = `${side[0]}${question}`;
      asked.push(step);
      if (asked.length === abortAt) controller.abort();
      return [step, question < lastOf[side]];
    },
  );
  for await (const step of turns) yielded.push(step);
  return { asked, yielded };
}

test('sides are measured in turn, and one goes on alone when the other has ended', async () => {
  const { asked, yielded } = await play({ baseline: 2, candidate: 4 });
  assert.equal(asked, ['b1', 'c1', 'b2', 'c2', 'c3', 'c4']);
  assert.equal(yielded, asked);
});

test('what an abort cut off is left out, and nothing more is measured', async () => {
  const { asked, yielded } = await play({ baseline: 9, candidate: 9 }, 3);
  assert.equal(asked, ['b1', 'c1', 'b2']);
  assert.equal(yielded, ['b1', 'c1']);
});

test.run();
