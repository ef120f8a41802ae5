/** A chat completion request as far as the simulated model reads it. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { runKeyOf } from '../run-identity.ts';
import { charactersPerToken } from './answer.ts';

export interface ChatRequest {
  readonly runId: string;
  readonly runKey: string;
  readonly step: string;
  readonly attempt: number;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly promptTokens: number;
}

/** What is wrong with a request: answered with 400 and this message. */
export class BadRequest extends Error {}

const mostBytes = 8 * 1024 * 1024;

/** Resolves with the body. Throws `BadRequest` above 8 MiB. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > mostBytes) throw new BadRequest(`the body is over ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * Reads the call's identity from `x-run-id`, `x-step` and `x-attempt`; a client that sends none
 * gets one by the hash of its body. Throws `BadRequest`.
 */
export function parseChatRequest(headers: IncomingMessage['headers'], body: Buffer): ChatRequest {
  const chat = parseJson(body);
  if (!Array.isArray(chat['messages'])) throw new BadRequest("expected a list 'messages'");
  const runId = headerOf(headers, 'x-run-id') ?? createHash('sha256').update(body).digest('hex');
  const options = chat['stream_options'];
  return {
    runId,
    runKey: runKeyOf(runId),
    step: headerOf(headers, 'x-step') ?? '',
    attempt: Number.parseInt(headerOf(headers, 'x-attempt') ?? '0', 10) || 0,
    stream: chat['stream'] === true,
    includeUsage: isRecord(options) && options['include_usage'] === true,
    promptTokens: Math.ceil(charactersOf(chat['messages']) / charactersPerToken),
  };
}

function parseJson(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isRecord(value)) return value;
  } catch {
    // Answered below, as any other body that is no object.
  }
  throw new BadRequest('expected a JSON object');
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function headerOf(headers: IncomingMessage['headers'], name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function charactersOf(messages: readonly unknown[]): number {
  let characters = 0;
  for (const message of messages) {
    const content = isRecord(message) ? message['content'] : null;
    characters +=
      typeof content === 'string' ? content.length : JSON.stringify(content ?? '').length;
  }
  return characters;
}
