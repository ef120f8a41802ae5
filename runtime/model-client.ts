/** One streamed chat completion by the official client, at any OpenAI-compatible endpoint. */
import OpenAI, { APIConnectionError, APIError } from 'openai';
import type { Environment } from './environment.ts';
import { modelFetch } from './model-fetch.ts';
import { isRetriableStatus, ModelFailure, retryAfterMs } from './model-retry.ts';
import { storableText } from './text.ts';

/** One attempt at a step's model call. */
export interface ModelCall {
  readonly runId: string;
  readonly step: string;
  /** From 0. */
  readonly attempt: number;
  readonly prompt: string;
  readonly signal: AbortSignal;
  /** Called with each piece of the answer as it comes. */
  readonly onText: (text: string) => void;
}

export interface ModelAnswer {
  readonly text: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** Throws `ModelFailure`; retries nothing (that is finding 2's concern). */
export type AskModel = (call: ModelCall) => Promise<ModelAnswer>;

/** A client whose calls fail once the endpoint has been silent for `idleTimeoutMs`. */
export function createModelClient(settings: Environment['model']): AskModel {
  const client = new OpenAI({
    baseURL: settings.baseUrl,
    apiKey: settings.apiKey,
    maxRetries: 0,
    logLevel: 'off',
    fetch: modelFetch,
  });
  return async (call) => {
    const watch = watchSilence(settings.idleTimeoutMs, call.signal);
    try {
      return await stream(client, settings.name, call, watch);
    } catch (error) {
      throw watch.silent() ? silence(settings.idleTimeoutMs) : describe(error);
    } finally {
      watch.end();
    }
  };
}

async function stream(
  client: OpenAI,
  model: string,
  call: ModelCall,
  watch: SilenceWatch,
): Promise<ModelAnswer> {
  const chunks = await client.chat.completions.create(
    {
      model,
      messages: [{ role: 'user', content: call.prompt }],
      stream: true,
      stream_options: { include_usage: true },
    },
    {
      signal: watch.signal,
      headers: { 'x-run-id': call.runId, 'x-step': call.step, 'x-attempt': `${call.attempt}` },
    },
  );
  let text = '';
  let finished = false;
  let usage: OpenAI.CompletionUsage | null = null;
  for await (const chunk of chunks) {
    watch.heard();
    const [choice] = chunk.choices;
    const piece = choice?.delta.content ?? '';
    if (piece !== '') call.onText(piece);
    text += piece;
    finished ||= (choice?.finish_reason ?? null) !== null;
    usage = chunk.usage ?? usage;
  }
  if (!finished) throw new ModelFailure(brokenOff, { retriable: true });
  return { text: storableText(text), ...countTokens(call.prompt, text, usage) };
}

const brokenOff = 'the connection to the model broke off';

/** Endpoints that report no usage are taken at four characters a token. */
function countTokens(
  prompt: string,
  text: string,
  usage: { readonly prompt_tokens: number; readonly completion_tokens: number } | null,
): Omit<ModelAnswer, 'text'> {
  return {
    promptTokens: usage?.prompt_tokens ?? Math.ceil(prompt.length / 4),
    completionTokens: usage?.completion_tokens ?? Math.ceil(text.length / 4),
  };
}

interface SilenceWatch {
  readonly signal: AbortSignal;
  readonly heard: () => void;
  readonly silent: () => boolean;
  readonly end: () => void;
}

/** Aborts after a silence, or with `outer`. One timer a call, refreshed: a timer a chunk costs more. */
function watchSilence(idleTimeoutMs: number, outer: AbortSignal): SilenceWatch {
  const controller = new AbortController();
  let silent = false;
  const timer = setTimeout(() => {
    silent = true;
    controller.abort();
  }, idleTimeoutMs);
  const stop = () => controller.abort();
  if (outer.aborted) stop();
  outer.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    heard: () => timer.refresh(),
    silent: () => silent,
    end: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', stop);
    },
  };
}

const silence = (ms: number) =>
  new ModelFailure(`the model was silent for ${ms} ms`, { retriable: true });

function describe(error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const isRefusal = error instanceof APIError && !(error instanceof APIConnectionError);
  if (isRefusal && error.status !== undefined) {
    return new ModelFailure(`the model answered ${error.status}`, {
      retriable: isRetriableStatus(error.status),
      retryAfterMs: retryAfterMs(error.headers),
    });
  }
  if (isRefusal) return new ModelFailure('the model broke off with an error', { retriable: true });
  return new ModelFailure(brokenOff, { retriable: true });
}
