/**
 * What the simulated model says, as text and as frames of a stream. A token is five characters; a
 * chunk carries four tokens, as an endpoint under load sends them. All frames are made once.
 */
import { seededRandom } from '../../harness/index.ts';

export const tokensPerChunk = 4;
export const charactersPerToken = 5;

/** Four letters and a space: one token each. */
const vocabulary = (
  'area base case cost data deal fact flow goal item lane link list load mode node ' +
  'note part path plan rank rate risk role step task team term test time unit work'
).split(' ');

const pieceCount = 256;

const pieces: readonly string[] = makePieces();

function makePieces(): string[] {
  const random = seededRandom('pieces of an answer');
  const word = () => `${vocabulary[Math.floor(random() * vocabulary.length)]} `;
  return Array.from({ length: pieceCount }, () =>
    Array.from({ length: tokensPerChunk }, word).join(''),
  );
}

/** An answer as a path through the pieces: every `stride`th, from `start`. */
export interface Answer {
  readonly start: number;
  readonly stride: number;
  readonly tokens: number;
}

/** The answer to a step, the same on every attempt. */
export function answerOf(seed: string, runKey: string, step: string, tokens: number): Answer {
  const random = seededRandom(JSON.stringify(['text', seed, runKey, step]));
  const start = Math.floor(random() * pieceCount);
  return { start, stride: 1 + 2 * Math.floor(random() * (pieceCount / 2)), tokens };
}

export const chunkCount = (tokens: number): number => Math.ceil(tokens / tokensPerChunk);

const pieceAt = ({ start, stride }: Answer, chunk: number): number =>
  (start + chunk * stride) % pieceCount;

const tokensIn = ({ tokens }: Answer, chunk: number): number =>
  Math.min(tokensPerChunk, tokens - chunk * tokensPerChunk);

/** The whole answer: `charactersPerToken` characters a token. */
export function textOf(answer: Answer): string {
  const texts = Array.from({ length: chunkCount(answer.tokens) }, (_, chunk) =>
    pieceText(pieceAt(answer, chunk), tokensIn(answer, chunk)),
  );
  return texts.join('');
}

const pieceText = (piece: number, tokens: number): string =>
  (pieces[piece] ?? '').slice(0, tokens * charactersPerToken);

const head = {
  id: 'chatcmpl-simulated',
  object: 'chat.completion.chunk',
  created: 0,
  model: 'tandem-sim',
};

const frameOf = (body: object): Buffer => Buffer.from(`data: ${JSON.stringify(body)}\n\n`);

const choiceFrame = (delta: object, finish_reason: string | null): Buffer =>
  frameOf({ ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason }] });

/** `frames[piece][tokens - 1]`: the frame with that piece's first tokens. */
const frames: readonly (readonly Buffer[])[] = pieces.map((_, piece) =>
  Array.from({ length: tokensPerChunk }, (_, index) =>
    choiceFrame({ content: pieceText(piece, index + 1) }, null),
  ),
);

const empty = Buffer.alloc(0);

const roleFrame = choiceFrame({ role: 'assistant', content: '' }, null);

/** The frames of the chunks in [from, to), already serialised; the first comes with the role. */
export function chunkFrames(answer: Answer, from: number, to: number): Buffer {
  const due: Buffer[] = from === 0 ? [roleFrame] : [];
  for (let chunk = from; chunk < to; chunk++) {
    due.push(frames[pieceAt(answer, chunk)]?.[tokensIn(answer, chunk) - 1] ?? empty);
  }
  const [first = empty] = due;
  return due.length === 1 ? first : Buffer.concat(due);
}

const stopFrame = choiceFrame({}, 'stop');
const doneFrame = Buffer.from('data: [DONE]\n\n');

export interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

export const usageOf = (promptTokens: number, tokens: number): Usage => ({
  prompt_tokens: promptTokens,
  completion_tokens: tokens,
  total_tokens: promptTokens + tokens,
});

/** What ends a stream: the reason, the usage when it was asked for, and the mark. */
export const endFrames = (usage: Usage | null): Buffer =>
  usage === null
    ? Buffer.concat([stopFrame, doneFrame])
    : Buffer.concat([stopFrame, frameOf({ ...head, choices: [], usage }), doneFrame]);

/** The body of an answer that is not streamed. */
export const completionBody = (answer: Answer, promptTokens: number): object => ({
  ...head,
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content: textOf(answer), refusal: null },
      logprobs: null,
      finish_reason: 'stop',
    },
  ],
  usage: usageOf(promptTokens, answer.tokens),
});
