/** Answers of the simulated endpoint that are one JSON object. */
import type { ServerResponse } from 'node:http';

type Headers = Readonly<Record<string, string>>;

export function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Headers = {},
): void {
  const bytes = Buffer.from(JSON.stringify(body));
  const sized = { 'content-type': 'application/json', 'content-length': bytes.length };
  response.writeHead(status, { ...headers, ...sized }).end(bytes);
}

const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  404: 'invalid_request_error',
  429: 'rate_limit_error',
};

/** An error in the form OpenAI's API gives it. */
export function sendError(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Headers = {},
): void {
  const type = errorTypes[status] ?? 'server_error';
  sendJson(response, status, { error: { message, type, param: null, code: null } }, headers);
}
