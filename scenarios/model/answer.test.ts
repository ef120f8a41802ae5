import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { answerOf, charactersPerToken, chunkCount, chunkFrames, textOf } from './answer.ts';

const test = suite('answer');

const tokens = fc.integer({ min: 1, max: 1200 });

interface Frame {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
}

function contentOf(frames: Buffer): string {
  const lines = frames
    .toString()
    .split('\n\n')
    .filter((line) => line !== '');
  const bodies = lines.map((line) => JSON.parse(line.replace(/^data: /, '')) as Frame);
  return bodies.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
}

test('an answer has five characters a token', () => {
  fc.assert(
    fc.property(fc.string(), tokens, (runKey, length) => {
      assert.is(textOf(answerOf('s', runKey, 'a', length)).length, length * charactersPerToken);
    }),
  );
});

test('the frames of a stream hold the same text, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.string(), tokens, fc.nat(300), (runKey, length, at) => {
      const answer = answerOf('s', runKey, 'a', length);
      const chunks = chunkCount(length);
      const cut = Math.min(chunks, 1 + at);
      const frames = [chunkFrames(answer, 0, cut), chunkFrames(answer, cut, chunks)];
      assert.is(frames.map(contentOf).join(''), textOf(answer));
    }),
  );
});

test('each step of a run is answered differently, and always the same way', () => {
  const texts = ['triage', 'data', 'report'].map((step) => textOf(answerOf('s', 'r', step, 100)));
  assert.is(new Set(texts).size, 3);
  assert.is(textOf(answerOf('s', 'r', 'data', 100)), texts[1]);
});

test.run();
