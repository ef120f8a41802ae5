/** What the browser tests of this room share. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { renderReport } from './render-report.ts';
import { fullVolume, sampleReport } from './sample-report.ts';
import { plainNames, sampleRecording, sampleRun } from './sample-run.ts';

export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'];
  if (!executablePath) throw new Error('the test runner gives CHROMIUM');
  const args = ['--no-sandbox', '--disable-background-networking', '--disable-component-update'];
  return chromium.launch({ executablePath, args });
}

/** Of one scenario, without a diagnosis. */
export const smallReport = (() => {
  const run = sampleRun(plainNames);
  return renderReport(run, sampleRecording(run));
})();

/** Of two scenarios, with everything that a page can have. */
export const richReport = (() => {
  const { run, recording } = sampleReport({ ...fullVolume, arms: 2, scenarios: 2 });
  return renderReport(run, recording);
})();

/** Everything that the page says on its console, and every address that it asks for. */
export function listen(page: Page): { readonly messages: string[]; readonly requests: string[] } {
  const messages: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  page.on('pageerror', (error) => messages.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  return { messages, requests };
}

/** Serves a page under a policy for as long as `use` takes. */
export async function served(
  html: string,
  policy: string,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy });
    response.end(html);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
