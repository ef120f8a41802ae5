import { html, type Markup } from './markup.ts';

/** What may be wider than a small screen: it scrolls by itself, by keyboard too, and the page does not. */
export const wide = (label: string, content: Markup): Markup =>
  html`<div class="wide" role="group" aria-label="${label}" tabindex="0">${content}</div>`;
