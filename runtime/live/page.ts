/**
 * `GET /live`: a page on which a person follows runs as they happen. Its token and run ids are typed
 * into a form or come in the URL's fragment, which browsers never send to a server:
 *
 *   /live#token=<token>&run=<id>&run=<id>
 */
import { createHash } from 'node:crypto';
import type { Answer } from '../http-call.ts';
import { script } from './script.ts';
import { style } from './style.ts';

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Live runs</title>
<link rel="icon" href="data:,">
<style>${style}</style>
<header>
<h1>Live runs</h1>
<form>
<label>Token <input id="token" type="password" autocomplete="off" spellcheck="false" required></label>
<label>Run ids <input id="ids" autocomplete="off" spellcheck="false" placeholder="one or more" required></label>
<button>Follow</button>
</form>
<p id="message" role="alert"></p>
</header>
<dl>
<div><dt>messages received</dt><dd id="received">0</dd></div>
<div><dt>of them about other runs</dt><dd id="others">0</dd></div>
<div><dt>last delay to the screen</dt><dd id="delay">–</dd></div>
<div><dt>long tasks of this page</dt><dd id="long-tasks">0</dd></div>
</dl>
<main id="runs"></main>
<template id="card">
<article>
<h2></h2>
<p class="status">connecting</p>
<p class="counts"></p>
<ol></ol>
<div class="text"><p></p></div>
</article>
</template>
<script>${script}</script>
</html>
`;

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only what is on the page runs, it talks to this server alone, and its form is never sent. */
const policy = [
  "default-src 'none'",
  `script-src ${hashOf(script)}`,
  `style-src ${hashOf(style)}`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The same for everybody: who may see which run is settled when the page asks for its events. */
export const livePage: Answer = {
  status: 200,
  body: html,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-cache',
  },
};
