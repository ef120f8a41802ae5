import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { exactDelay } from './exact-delay.ts';

const test = suite('exact delay');

test('delays end in the order they were asked for, none before it is due', async () => {
  const delay = exactDelay();
  await delay(1);
  const startedMs = performance.now();
  const ended: [number, number][] = [];
  const asked = [4.2, 4.6, 9.3, 9.4];
  await Promise.all(
    asked.map(async (ms) => {
      await delay(ms);
      ended.push([ms, performance.now() - startedMs]);
    }),
  );
  assert.equal(
    ended.map(([ms]) => ms),
    asked,
  );
  for (const [ms, tookMs] of ended) assert.ok(tookMs >= ms - 0.01, `${tookMs} of ${ms}`);
});

test.run();
