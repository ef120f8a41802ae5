/** The frame of the page. Colours are attributes first: where a policy forbids the style, they stay. */
import { createHash } from 'node:crypto';
import { fewScenarios } from './detail.ts';
import { html, type Markup, nothing } from './markup.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';

/** A part of the page that can be gone to. */
export interface Destination {
  readonly id: string;
  readonly title: string;
  readonly isScenario?: boolean;
}

export interface Extras {
  readonly destinations?: readonly Destination[];
  /** What can be downloaded from the page: base64 of gzip of JSON. */
  readonly packedFiles?: string;
}

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Nothing is loaded, nothing but the one style and the one script is obeyed. */
export const pagePolicy = `default-src 'none'; style-src ${hashOf(pageStyle)}; script-src ${hashOf(pageScript)}; img-src data:; base-uri 'none'; form-action 'none'`;

export function page(title: string, body: Markup, extras: Extras = {}): string {
  const { destinations = [], packedFiles } = extras;
  const isLong = destinations.filter(({ isScenario }) => isScenario).length > fewScenarios;
  const { markup } = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${pagePolicy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${{ markup: pageStyle }}</style>
</head>
<body id="top">
<a class="skip" href="#content">Skip to the report</a>
<header class="bar">${navigation(destinations)}${themes}</header>
<script>${{ markup: pageScript }}</script>
<main id="content" tabindex="-1"${isLong ? html` class="long"` : nothing}>
${lean(body)}
</main>${
    packedFiles === undefined
      ? nothing
      : html`
<template id="raw">${packedFiles}</template>`
  }
</body>
</html>
`;
  return markup;
}

/** Without the ends of cells and rows, which HTML knows by itself: a twentieth of the bytes. */
const lean = ({ markup }: Markup): Markup => ({ markup: markup.replace(/<\/t[dhr]>\n?/g, '') });

function navigation(destinations: readonly Destination[]): Markup {
  if (destinations.length === 0) return nothing;
  const links = destinations.map(
    ({ id, title, isScenario = false }) =>
      html`<li><a href="#${id}"${isScenario ? html` class="scenario"` : nothing}>${title}</a></li>
`,
  );
  return html`<nav aria-label="Sections"><ul>
${links}</ul></nav>`;
}

const theme = (name: string, sign: string, words: string, checked: Markup = nothing): Markup =>
  html`<label title="${words}"><input type="radio" name="theme" value="${name}" id="theme-${name}"${checked}><span>${words}</span><b aria-hidden="true">${sign}</b></label>`;

/** They work without script, by what is checked; hidden where there is no style to work by. */
const themes = html`<fieldset class="theme" hidden><legend>Theme</legend>${theme('system', '◐', 'Theme of the system', html` checked`)}${theme('light', '☀', 'Light theme')}${theme('dark', '☾', 'Dark theme')}</fieldset>`;
