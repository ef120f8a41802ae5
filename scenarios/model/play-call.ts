/** Plays a planned call to its client: each byte at its moment, on the wheel all calls share. */
import type { ServerResponse } from 'node:http';
import {
  type Answer,
  answerOf,
  chunkCount,
  chunkFrames,
  completionBody,
  endFrames,
  tokensPerChunk,
  usageOf,
} from './answer.ts';
import { type CallPlan, type ModelSettings, plannedMs, plannedTokens } from './call-plan.ts';
import type { ChatRequest } from './chat-request.ts';
import { sendError, sendJson } from './send.ts';
import type { Advance, Wheel } from './wheel.ts';

type Tokens = Extract<CallPlan, { kind: 'ok' | 'reset' }>;

export interface Call {
  readonly chat: ChatRequest;
  readonly plan: CallPlan;
  readonly settings: ModelSettings;
  /** performance.now() when its request arrived. */
  readonly arrivedMs: number;
  readonly response: ServerResponse;
}

/** Starts the call; `ended(lateMs)` is called with its last byte, unless the client hung up. */
export function playCall(call: Call, wheel: Wheel, ended: (lateMs: number) => void): void {
  const play = advanceOf(call);
  const lastMs = plannedMs(call.plan);
  if (play === null || lastMs === null) return;
  const advance: Advance = (nowMs) => {
    const state = play(nowMs - call.arrivedMs);
    if (state === 'done') ended(performance.now() - call.arrivedMs - lastMs);
    return state;
  };
  call.response.once('close', () => wheel.remove(advance));
  wheel.add(advance);
}

/** What a call does by the time `sinceMs` after its request; null when that is nothing, ever. */
function advanceOf({ plan, chat, settings, response }: Call): Advance | null {
  switch (plan.kind) {
    case 'hang':
      return null;
    case 'rateLimited':
      return once(0, () => sendRateLimit(response, plan.retryAfterMs));
    case 'serverError':
      return once(plan.firstTokenMs, () => sendError(response, plan.status, 'simulated fault'));
    case 'ok':
    case 'reset':
      return advanceTokens(plan, chat, settings, response);
  }
}

function advanceTokens(
  plan: Tokens,
  chat: ChatRequest,
  settings: ModelSettings,
  response: ServerResponse,
): Advance {
  const tokens = plannedTokens({ ...settings, runKey: chat.runKey, step: chat.step });
  const answer = answerOf(settings.seed, chat.runKey, chat.step, tokens);
  const breakOff = () => response.socket?.destroy();
  const usage = chat.includeUsage ? usageOf(chat.promptTokens, tokens) : null;
  const isReset = plan.kind === 'reset';
  if (chat.stream) {
    const end = isReset ? breakOff : () => response.end(endFrames(usage));
    return streamed(plan, answer, response, end);
  }
  const end = () => sendJson(response, 200, completionBody(answer, chat.promptTokens));
  return once(plannedMs(plan) ?? 0, isReset ? breakOff : end);
}

const once =
  (atMs: number, act: () => void): Advance =>
  (sinceMs) => {
    if (sinceMs < atMs) return 'more';
    act();
    return 'done';
  };

const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8' };

/** All chunks that are due go out in one write. */
function streamed(
  plan: Tokens,
  answer: Answer,
  response: ServerResponse,
  end: () => void,
): Advance {
  const chunks = chunkCount(plan.tokens);
  const lastTokenOf = (chunk: number) => Math.min((chunk + 1) * tokensPerChunk, plan.tokens) - 1;
  const dueMs = (chunk: number) => plan.firstTokenMs + lastTokenOf(chunk) * plan.msPerToken;
  let next = 0;
  response.writeHead(200, streamHeaders);
  return (sinceMs) => {
    const from = next;
    while (next < chunks && dueMs(next) <= sinceMs) next++;
    if (next > from) response.write(chunkFrames(answer, from, next));
    if (next < chunks) return 'more';
    end();
    return 'done';
  };
}

/**
 * `retry-after` is a fraction of a second here: whole seconds would wait longer than a scaled
 * plan, and the official client takes fractions.
 */
function sendRateLimit(response: ServerResponse, retryAfterMs: number): void {
  sendError(response, 429, 'simulated rate limit', {
    'retry-after-ms': `${retryAfterMs}`,
    'retry-after': `${retryAfterMs / 1000}`,
  });
}
